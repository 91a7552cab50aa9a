package dev.cssc.common.testing.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code in a document.
 *
 * @param document whose it is
 * @param line number of its first line
 * @param language what its fence says; empty where it says nothing, or where the block is indented
 * @param lines without the fences
 */
public record CodeBlock(String document, int line, String language, List<String> lines) {
    /** A block that does not say what it is, is for a shell: whatever else it holds has to be named. */
    private static final Set<String> SHELLS = Set.of("", "sh", "bash", "shell", "console");

    private static final String PROMPT = "$ ";

    private static final Pattern HERE = Pattern.compile("<<-?\\s*(['\"]?)(?<end>\\w+)\\1");

    /** Words that begin a command of several lines, and what ends it. */
    private static final Map<String, String> COMPOUND =
            Map.of("for", "done", "while", "done", "until", "done", "if", "fi", "case", "esac");

    private static final Pattern COMMENT = Pattern.compile("(^|\\s+)#\\s.*$");

    public CodeBlock {
        lines = List.copyOf(lines);
    }

    /** Whether people are to type it. */
    public boolean isShell() {
        return SHELLS.contains(language);
    }

    /**
     * What is typed, and what the document shows of the answer. Where one line has a prompt, those without one are the answer to the line
     * before; where none has, all are typed.
     */
    List<ShellCommand> commands() {
        int indent = lines.stream()
                .filter(text -> !text.isBlank())
                .mapToInt(text -> text.length() - text.stripLeading().length())
                .min()
                .orElse(0);
        List<String> text = lines.stream()
                .map(full -> full.isBlank() ? "" : full.substring(indent))
                .toList();
        boolean prompted = text.stream().anyMatch(shown -> shown.startsWith(PROMPT));
        List<ShellCommand> commands = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            String typed = text.get(i);
            boolean ignored = prompted ? !typed.startsWith(PROMPT) : typed.isBlank() || typed.startsWith("#");
            if (ignored) {
                continue;
            }
            int begun = i;
            StringBuilder command = new StringBuilder(prompted ? typed.substring(PROMPT.length()) : typed);
            while (isUnfinished(command.toString()) && i + 1 < text.size()) {
                append(command, text.get(++i));
            }
            List<String> answer = new ArrayList<>();
            while (prompted && i + 1 < text.size() && !text.get(i + 1).startsWith(PROMPT)) {
                answer.add(text.get(++i));
            }
            answer.removeIf(String::isBlank); // there for the eye
            commands.add(
                    new ShellCommand(document, line + begun, withoutComment(command.toString()), List.copyOf(answer)));
        }
        return commands;
    }

    private static void append(StringBuilder command, String next) {
        if (command.charAt(command.length() - 1) == '\\') {
            command.setLength(command.length() - 1);
            command.replace(0, command.length(), command.toString().stripTrailing());
            command.append(' ').append(next.strip());
        } else {
            command.append('\n').append(next);
        }
    }

    private static boolean isUnfinished(String command) {
        if (command.endsWith("\\") || hasOpenQuote(command)) {
            return true;
        }
        Matcher here = HERE.matcher(command);
        if (here.find()) {
            return command.lines().skip(1).noneMatch(next -> next.strip().equals(here.group("end")));
        }
        String end = COMPOUND.get(command.split("\\s", 2)[0]);
        return end != null
                && !Pattern.compile("(^|[;\\s])" + end + "(\\s|;|$)")
                        .matcher(command)
                        .find();
    }

    private static boolean hasOpenQuote(String command) {
        char quote = ' ';
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '\\' && quote != '\'') {
                i++;
            } else if (quote == ' ' && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = ' ';
            }
        }
        return quote != ' ';
    }

    /** A comment begins where a shell would see one: not within quotes. */
    private static String withoutComment(String command) {
        Matcher comment = COMMENT.matcher(command);
        return !command.contains("\n") && comment.find() && !hasOpenQuote(command.substring(0, comment.start()))
                ? command.substring(0, comment.start())
                : command;
    }
}
