package dev.cssc.common.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for tags: {@code *} for any characters or none, {@code ?} for one, {@code [a-c5]} for one of a set, {@code [!a-c5]} for one that
 * is not. It has to fit the whole tag; case matters. Matching never backtracks further than the last {@code *}, so that its cost is at
 * most the length of the tag times that of the pattern.
 */
public final class Glob {
    /** Longest pattern, in characters. */
    public static final int LONGEST = 256;

    private final String text;
    private final List<Element> elements;

    private Glob(String text, List<Element> elements) {
        this.text = text;
        this.elements = List.copyOf(elements);
    }

    private sealed interface Element {
        /** {@code *}. */
        record Any() implements Element {}

        /** Exactly one character: one of the ranges, or none of them. */
        record One(String ranges, boolean negated) implements Element {
            boolean fits(char c) {
                for (int i = 0; i < ranges.length(); i += 2) {
                    if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
                        return !negated;
                    }
                }
                return negated;
            }
        }
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with what is wrong, as the end of a sentence that begins with the pattern
     */
    public static Glob parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is an empty string");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> elements.add(new Element.Any());
                case '?' -> elements.add(new Element.One("", true));
                case '[' -> {
                    int end = endOfSet(text, i);
                    elements.add(set(text.substring(i + 1, end)));
                    i = end;
                }
                default -> elements.add(new Element.One("" + inTag(c) + c, false));
            }
        }
        return new Glob(text, elements);
    }

    private static int endOfSet(String text, int start) {
        int end = text.indexOf(']', start);
        if (end < 0) {
            throw new IllegalArgumentException("has a [ without its ]");
        }
        return end;
    }

    private static Element.One set(String inside) {
        boolean negated = inside.startsWith("!");
        String members = negated ? inside.substring(1) : inside;
        if (members.isEmpty()) {
            throw new IllegalArgumentException("has an empty set of characters");
        }
        StringBuilder ranges = new StringBuilder();
        for (int i = 0; i < members.length(); i++) {
            char from = inTag(members.charAt(i));
            boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
            char to = range ? inTag(members.charAt(i + 2)) : from;
            if (to < from) {
                throw new IllegalArgumentException(
                        "has the range " + from + "-" + to + ", which ends before it begins");
            }
            ranges.append(from).append(to);
            i += range ? 2 : 0;
        }
        return new Element.One(ranges.toString(), negated);
    }

    private static char inTag(char c) {
        boolean possible = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-');
        if (!possible) {
            throw new IllegalArgumentException("holds '" + c
                    + "', which no tag can hold; patterns know *, ? and sets such as [0-9], no regular expressions");
        }
        return c;
    }

    /** True where the pattern fits the whole text. */
    public boolean matches(String tag) {
        int at = 0;
        int element = 0;
        int lastAny = -1;
        int resumeAt = 0;
        while (at < tag.length()) {
            if (element < elements.size() && elements.get(element) instanceof Element.Any) {
                lastAny = element++;
                resumeAt = at;
            } else if (element < elements.size()
                    && elements.get(element) instanceof Element.One one
                    && one.fits(tag.charAt(at))) {
                element++;
                at++;
            } else if (lastAny >= 0) {
                // The last * takes one character more.
                element = lastAny + 1;
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (element < elements.size() && elements.get(element) instanceof Element.Any) {
            element++;
        }
        return element == elements.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
