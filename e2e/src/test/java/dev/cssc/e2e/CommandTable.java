package dev.cssc.e2e;

import dev.cssc.common.testing.document.ShellCommand;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What becomes of each command of the documents: {@code documents/commands.txt}, which says what its lines mean.
 *
 * @param notRun the commands that are not run
 * @param endings those that do not end with 0
 * @param fills what is put in the place of what documents say, in this order
 */
record CommandTable(List<NotRun> notRun, List<Ending> endings, List<Fill> fills) {
    private static final String FILE = "/documents/commands.txt";

    private static final Pattern NOT_RUN = Pattern.compile("not-run +(?<reason>\\w+) +(?<pattern>.+)");

    private static final Pattern ENDS = Pattern.compile("ends +(?<code>\\d+) +(?<pattern>.+)");

    private static final Pattern FILL =
            Pattern.compile("fill +(?:(?<document>\\S+\\.md) +)?(?<text>.+?) => (?<with>.+)");

    /** What only the running stack knows. */
    private static final Pattern KNOWN_LATER = Pattern.compile("\\{(?<name>[a-z][a-z-]*)}");

    /**
     * Commands that are not run.
     *
     * @param excuse why
     * @param test which test runs them, where that is why
     * @param pattern the command, with {@code *} for anything
     */
    record NotRun(Excuse excuse, Optional<String> test, String pattern) {

        boolean covers(ShellCommand command) {
            return isLike(command, pattern);
        }
    }

    /** Commands that end with that code. */
    record Ending(int code, String pattern) {

        boolean covers(ShellCommand command) {
            return isLike(command, pattern);
        }
    }

    private static boolean isLike(ShellCommand command, String pattern) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(command.text()).matches();
    }

    /**
     * A replacement of whole words.
     *
     * @param document in which; in all where it is empty
     * @param text what the document says
     * @param with what is said instead, with names in braces for what only the running stack knows
     */
    record Fill(Optional<String> document, String text, String with) {

        boolean changes(ShellCommand command) {
            return isFor(command) && words().matcher(command.text()).find();
        }

        private boolean isFor(ShellCommand command) {
            return document.isEmpty() || document.get().equals(command.document());
        }

        private Pattern words() {
            return Pattern.compile("(?<![\\w.-])" + Pattern.quote(text) + "(?![\\w-]|\\.\\w)");
        }
    }

    /** The table as it is written. */
    static CommandTable read() {
        try (InputStream file = CommandTable.class.getResourceAsStream(FILE)) {
            List<NotRun> notRun = new ArrayList<>();
            List<Ending> endings = new ArrayList<>();
            List<Fill> fills = new ArrayList<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                Matcher excused = NOT_RUN.matcher(line);
                Matcher ends = ENDS.matcher(line);
                Matcher filled = FILL.matcher(line);
                if (excused.matches()) {
                    notRun.add(notRun(excused.group("reason"), excused.group("pattern")));
                } else if (ends.matches()) {
                    endings.add(new Ending(Integer.parseInt(ends.group("code")), ends.group("pattern")));
                } else if (filled.matches()) {
                    fills.add(new Fill(
                            Optional.ofNullable(filled.group("document")), filled.group("text"), filled.group("with")));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    throw new IllegalArgumentException(FILE + ": not understood: " + line);
                }
            }
            return new CommandTable(List.copyOf(notRun), List.copyOf(endings), List.copyOf(fills));
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }

    private static NotRun notRun(String reason, String pattern) {
        return reason.matches("[A-Z]\\w+(IT|Test)")
                ? new NotRun(Excuse.TESTED, Optional.of(reason), pattern)
                : new NotRun(Excuse.valueOf(reason.toUpperCase(Locale.ROOT)), Optional.empty(), pattern);
    }

    /** Why the command is not run; empty where it is. */
    Optional<NotRun> excuse(ShellCommand command) {
        return notRun.stream().filter(line -> line.covers(command)).findFirst();
    }

    /** What a command that is run ends with. */
    int ending(ShellCommand command) {
        return endings.stream()
                .filter(line -> line.covers(command))
                .findFirst()
                .map(Ending::code)
                .orElse(0);
    }

    /** What is run in the place of a text of the command, with what the running stack says of each name in braces. */
    String filled(ShellCommand command, String text, UnaryOperator<String> running) {
        String filled = text;
        for (Fill fill : fills) {
            Matcher found = fill.words().matcher(filled);
            if (fill.isFor(command) && found.find()) {
                String with = KNOWN_LATER
                        .matcher(fill.with())
                        .replaceAll(name -> Matcher.quoteReplacement(running.apply(name.group("name"))));
                filled = found.replaceAll(Matcher.quoteReplacement(with));
            }
        }
        return filled;
    }
}
