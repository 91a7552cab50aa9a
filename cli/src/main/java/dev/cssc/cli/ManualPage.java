package dev.cssc.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The command's manual page in roff: every command with its help as picocli lays it out, which no other macro would tell better. */
final class ManualPage {
    /** Narrow enough for a terminal of 80 columns with man's own margin. */
    private static final int WIDTH = 72;

    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** The page of this command and all below it. */
    static String of(CommandLine root) {
        ManualPage page = new ManualPage();
        page.line(".TH CSSC 1")
                .line(".SH NAME")
                .text("cssc - keeps container images patched")
                .line(".SH SYNOPSIS")
                .text("cssc COMMAND [OPTION...]")
                .line(".SH DESCRIPTION")
                .text(String.join(" ", root.getCommandSpec().usageMessage().description()))
                .line(".SH COMMANDS");
        root.getSubcommands().values().forEach(page::command);
        page.line(".SH EXIT STATUS")
                .line(".nf")
                .text("0  done")
                .text("1  understood and not done, or an image failed; the error says why")
                .text("2  the command line, or the document it names, is wrong")
                .text("3  the service or a registry did not answer, or did not let us in")
                .line(".fi")
                .line(".SH ENVIRONMENT")
                .line(".nf")
                .text("CSSC_URL        address of the trigger service")
                .text("CSSC_SCAN_URL   address of the scan service")
                .text("CSSC_PATCH_URL  address of the patch service")
                .text("CSSC_HOME       directory of the local stack, .cssc where it is not set")
                .line(".fi");
        return page.page.toString();
    }

    private void command(CommandLine command) {
        line(".SS " + escaped(command.getCommandSpec().qualifiedName())).line(".nf");
        command.setUsageHelpAutoWidth(false);
        command.setUsageHelpWidth(WIDTH);
        command.getUsageMessage(Help.Ansi.OFF).lines().forEach(this::text);
        line(".fi");
        command.getSubcommands().values().forEach(this::command);
    }

    private ManualPage line(String macro) {
        page.append(macro).append('\n');
        return this;
    }

    /** A line that is no macro, whatever it begins with. */
    private ManualPage text(String line) {
        String escaped = escaped(line);
        return line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    /** Characters beyond ASCII by their code point, which every roff knows. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                default -> {
                    if (c < 128) {
                        escaped.append((char) c);
                    } else {
                        escaped.append("\\[u%04X]".formatted(c));
                    }
                }
            }
        });
        return escaped.toString();
    }
}
