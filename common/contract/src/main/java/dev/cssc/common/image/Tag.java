package dev.cssc.common.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.regex.Pattern;

/** A mutable pointer within a repository: {@code [A-Za-z0-9_][A-Za-z0-9._-]{0,127}} (distribution spec, "Pulling manifests"). */
public record Tag(@JsonValue String value) implements Comparable<Tag> {
    /** Longest tag in characters. */
    public static final int LONGEST = 128;

    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /**
     * @throws IllegalArgumentException where the text is no tag
     */
    @JsonCreator
    public Tag {
        if (value.length() > LONGEST || !GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a tag: '" + value.substring(0, Math.min(140, value.length())) + "'");
        }
    }

    /** True where the text follows the grammar. */
    public static boolean isValid(String text) {
        return text.length() <= LONGEST && GRAMMAR.matcher(text).matches();
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
