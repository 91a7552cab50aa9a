package dev.cssc.local;

import dev.cssc.common.testing.document.Document;
import dev.cssc.common.testing.document.ShellCommand;
import picocli.CommandLine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call of the command that a document shows.
 *
 * @param where document and line
 * @param arguments what the shell would hand over
 * @param whole whether it can be run as it stands; what stands within a sentence may leave arguments out or name several choices
 */
record DocumentedCommand(String where, List<String> arguments, boolean whole) {
    /** Where a shell would see a command of ours begin: at the start, behind variables, in a pipe, in parentheses, or in the demo's container. */
    private static final Pattern TYPED = Pattern.compile("(?m)<\\((?:\\./)?cssc (?<inner>[^)]+)\\)"
            + "|(?:^(?:[A-Z_]+=\\S+ )*|[|;&] *)(?:(?:\\./)?cssc|docker compose run (?:--\\w+ )*demo) (?<rest>.+)$");

    private static final Pattern WITHIN = Pattern.compile("`(?:\\./)?cssc (?<rest>[^`]+)`");

    /** What ends a call in a line of a shell. */
    private static final List<String> ENDS = List.of("|", "&&", "||", ";", ">", ">>", "#", "&");

    /** All calls in a document, those of code blocks and those within sentences. */
    static List<DocumentedCommand> in(Document document) {
        List<DocumentedCommand> found = new ArrayList<>();
        for (ShellCommand command : document.commands()) {
            TYPED.matcher(command.text())
                    .results()
                    .map(call -> Optional.ofNullable(call.group("inner")).orElseGet(() -> call.group("rest")))
                    .forEach(call -> found.add(new DocumentedCommand(command.where(), words(call), true)));
        }
        List<String> prose = document.prose();
        for (int i = 0; i < prose.size(); i++) {
            String where = document.name() + ":" + (i + 1);
            WITHIN.matcher(prose.get(i))
                    .results()
                    .forEach(span -> found.add(new DocumentedCommand(where, words(span.group("rest")), false)));
        }
        return found;
    }

    /** What a shell makes of the line, without quotes; up to where another command begins. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = ' ';
        boolean begun = false;
        for (char c : (line + " ").toCharArray()) {
            if (quote != ' ') {
                if (c == quote) {
                    quote = ' ';
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun || !word.isEmpty()) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
            }
        }
        int end = (int) words.stream().takeWhile(next -> !ENDS.contains(next)).count();
        return List.copyOf(words.subList(0, end));
    }

    /** What is wrong with it, by the command's own model. */
    Optional<String> problem(CommandLine root) {
        return whole ? asTyped(root) : asMentioned(root);
    }

    private Optional<String> asTyped(CommandLine root) {
        try {
            root.parseArgs(expanded().toArray(String[]::new));
            return Optional.empty();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(where + ": cssc " + String.join(" ", arguments) + ": " + e.getMessage());
        }
    }

    /** {@code ./cssc} makes a command of these two. */
    private List<String> expanded() {
        String first = arguments.getFirst();
        return first.equals("--version") ? List.of("version") : first.equals("--help") ? List.of("help") : arguments;
    }

    private Optional<String> asMentioned(CommandLine root) {
        CommandLine command = root;
        for (String argument : expanded()) {
            String name = argument.replaceAll("[\\[\\],.]", "");
            CommandLine at = command;
            if (name.startsWith("-")) {
                if (options(name)
                        .anyMatch(option -> !at.getCommandSpec().optionsMap().containsKey(option))) {
                    return Optional.of(where + ": cssc " + String.join(" ", arguments) + ": no option " + name);
                }
            } else if (!at.getSubcommands().isEmpty() && name.matches("[a-z][a-z|-]*")) {
                List<String> named = Arrays.asList(name.split("\\|"));
                if (!at.getSubcommands().keySet().containsAll(named)) {
                    return Optional.of(where + ": cssc " + String.join(" ", arguments) + ": no command " + name);
                }
                command = at.getSubcommands().get(named.getFirst());
            }
        }
        return Optional.empty();
    }

    private static Stream<String> options(String written) {
        return Arrays.stream(written.split("\\|")).map(option -> option.replaceFirst("=.*", ""));
    }
}
