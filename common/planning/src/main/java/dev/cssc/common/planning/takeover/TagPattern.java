package dev.cssc.common.planning.takeover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a regular expression over tags (Go's RE2, found anywhere in the tag unless anchored) as globs, where globs can say the same: literal
 * characters, {@code .}, {@code .*}, {@code .+}, one of a set ({@code [0-9]}, {@code \d}), and groups of literal alternatives such as
 * {@code (20|22)}. What globs cannot say exactly has no equal; nothing is approximated, since that would select other tags.
 */
final class TagPattern {
    private static final int MOST_GLOBS = 50;

    private final String pattern;
    private int at;

    private TagPattern(String pattern) {
        this.pattern = pattern;
    }

    /** Globs one of which matches a tag exactly where the expression does; empty where there are none. */
    static Optional<List<String>> asGlobs(String pattern) {
        boolean fromStart = pattern.startsWith("^");
        boolean toEnd = pattern.endsWith("$") && !pattern.endsWith("\\$");
        String body = pattern.substring(fromStart ? 1 : 0, pattern.length() - (toEnd ? 1 : 0));
        return new TagPattern(body)
                .globs()
                .map(globs -> globs.stream()
                        .map(glob -> (fromStart ? "" : "*") + glob + (toEnd ? "" : "*"))
                        .map(glob -> glob.replaceAll("\\*{2,}", "*"))
                        .distinct()
                        .toList());
    }

    private Optional<List<String>> globs() {
        List<String> globs = List.of("");
        while (at < pattern.length()) {
            Optional<List<String>> next = next();
            if (next.isEmpty() || globs.size() * next.get().size() > MOST_GLOBS) {
                return Optional.empty();
            }
            globs = globs.stream()
                    .flatMap(glob -> next.get().stream().map(part -> glob + part))
                    .toList();
        }
        return Optional.of(globs);
    }

    /** The next part of the expression as the globs that may stand for it; empty where there is no equal. */
    private Optional<List<String>> next() {
        char c = pattern.charAt(at++);
        if (c == '.') {
            return wildcard();
        }
        Optional<List<String>> part = switch (c) {
            case '(' -> group();
            case '[' -> set().map(List::of);
            case '\\' -> (at < pattern.length() && pattern.charAt(at) == 'd' ? digit() : escaped()).map(List::of);
            default -> isPlain(c) ? Optional.of(List.of("" + c)) : Optional.empty();
        };
        return part.filter(parts -> !repeated());
    }

    private Optional<List<String>> wildcard() {
        if (at < pattern.length() && (pattern.charAt(at) == '*' || pattern.charAt(at) == '+')) {
            String glob = pattern.charAt(at++) == '*' ? "*" : "?*";
            // A second sign would make it lazy or repeat it; nobody writes that over tags.
            return repeated() ? Optional.empty() : Optional.of(List.of(glob));
        }
        return repeated() ? Optional.empty() : Optional.of(List.of("?"));
    }

    /** {@code (a|b)} or {@code (?:a|b)} of literals. */
    private Optional<List<String>> group() {
        if (pattern.startsWith("?:", at)) {
            at += 2;
        }
        List<String> alternatives = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == '|' || c == ')') {
                alternatives.add(literal.toString());
                literal.setLength(0);
                if (c == ')') {
                    return Optional.of(alternatives);
                }
            } else if (c == '\\') {
                Optional<String> escaped = escaped();
                if (escaped.isEmpty()) {
                    return Optional.empty();
                }
                literal.append(escaped.get());
            } else if (isPlain(c)) {
                literal.append(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<String> digit() {
        at++;
        return Optional.of("[0-9]");
    }

    /** One of the characters, or none of them; a glob writes both nearly alike. */
    private Optional<String> set() {
        int end = pattern.indexOf(']', at);
        if (end < 0) {
            return Optional.empty();
        }
        String inside = pattern.substring(at, end).replace("\\d", "0-9").replace("\\.", ".");
        boolean negated = inside.startsWith("^");
        String members = negated ? inside.substring(1) : inside;
        at = end + 1;
        boolean possible = !members.isEmpty() && members.chars().allMatch(c -> isPlain((char) c) || c == '.');
        return possible ? Optional.of("[" + (negated ? "!" : "") + members + "]") : Optional.empty();
    }

    /** An escaped sign that a tag may hold: {@code \.} or {@code \-}. A letter after the backslash is a class or an assertion. */
    private Optional<String> escaped() {
        if (at < pattern.length() && (pattern.charAt(at) == '.' || pattern.charAt(at) == '-')) {
            return Optional.of("" + pattern.charAt(at++));
        }
        return Optional.empty();
    }

    private boolean repeated() {
        return at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0;
    }

    private static boolean isPlain(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-';
    }
}
