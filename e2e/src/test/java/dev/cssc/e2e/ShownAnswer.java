package dev.cssc.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The answer to a command as a document shows it: its lines are in the real answer, in this order, though others may be between them. Where a
 * document shows a number, a time or an id, any other may stand, and for an ellipsis anything; columns may be wider or narrower.
 */
record ShownAnswer(List<String> lines) {
    private static final Pattern VARIABLE = Pattern.compile(
            "[\\d.,]*\\d[%s]?|\\d{4}-\\d\\d-\\d\\d.*|\\d\\d:\\d\\d(:\\d\\d)?Z?|[0-9a-f]{8}-[0-9a-f-]{27}|\\(?sha256:[0-9a-f]+\\)?[.,]?");

    /** The first shown line that the real answer does not have where it should be; empty where it has all of them. */
    Optional<String> missingIn(String answer) {
        List<String> real = answer.lines().toList();
        int at = 0;
        for (String shown : lines) {
            Pattern pattern = pattern(shown);
            while (at < real.size() && !pattern.matcher(real.get(at)).matches()) {
                at++;
            }
            if (at++ >= real.size()) {
                return Optional.of(shown);
            }
        }
        return Optional.empty();
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(Arrays.stream(line.strip().split("\\s+"))
                .map(ShownAnswer::word)
                .collect(Collectors.joining("\\s+", "\\s*", "\\s*")));
    }

    private static String word(String word) {
        return VARIABLE.matcher(word).matches()
                ? "\\S+"
                : Arrays.stream(word.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
