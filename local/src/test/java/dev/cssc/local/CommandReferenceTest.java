package dev.cssc.local;

import dev.cssc.cli.CsscCommand;
import dev.cssc.common.testing.Golden;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/cli-reference.md, which is made from the commands. Run with {@code -Dgolden.update} to write it anew. */
class CommandReferenceTest {
    private static final Path PAGE = ProjectClasses.PROJECT.resolve("docs/cli-reference.md");

    private static final int WIDTH = 120;

    @Test
    void thePageHasTheHelpOfEveryCommand() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Every command and its options

                As `cssc help COMMAND` prints it; this page is generated from the commands. What they are for is told on [the page of the command
                line](cli.md).
                """);
        CsscCommand.with(Main.COMMANDS).getSubcommands().values().forEach(command -> append(page, command));
        assertThat(Golden.kept(PAGE, page.toString())).isEqualTo(page.toString());
    }

    private static void append(StringBuilder page, CommandLine command) {
        command.setUsageHelpAutoWidth(false);
        command.setUsageHelpWidth(WIDTH);
        page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
        command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                .lines()
                .forEach(line -> page.append(line.stripTrailing()).append('\n'));
        page.append("```\n");
        command.getSubcommands().values().forEach(below -> append(page, below));
    }
}
