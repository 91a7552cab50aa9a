package dev.cssc.local;

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
    private static final Pattern SHOWN = Pattern.compile("^\\s*(?:\\$ )?(?:\\./)?cssc (?<rest>.+)$");

    private static final Pattern WITHIN = Pattern.compile("`(?:\\./)?cssc (?<rest>[^`]+)`");

    /** What ends a call in a line of a shell. */
    private static final List<String> ENDS = List.of("|", "&&", "||", ";", ">", ">>", "#", "&");

    /** All calls in a document, those of code blocks and those within sentences. */
    static List<DocumentedCommand> in(String document, List<String> lines) {
        List<DocumentedCommand> found = new ArrayList<>();
        boolean fenced = false;
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = document + ":" + (i + 1);
            fenced = line.strip().startsWith("```") != fenced;
            String whole = before + line;
            if (line.endsWith("\\")) {
                before = whole.substring(0, whole.length() - 1);
                continue;
            }
            before = "";
            var shown = SHOWN.matcher(whole);
            if ((fenced || line.startsWith("    ") || line.startsWith("\t")) && shown.matches()) {
                found.add(new DocumentedCommand(where, words(shown.group("rest")), true));
            } else {
                WITHIN.matcher(line)
                        .results()
                        .forEach(span -> found.add(new DocumentedCommand(where, words(span.group("rest")), false)));
            }
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
