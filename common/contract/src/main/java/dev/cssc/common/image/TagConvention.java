package dev.cssc.common.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a patch is named after its source (ACR: {@code tag-convention}). A name alone never proves that a tag is a patch; lineage does.
 */
public enum TagConvention {
    /** {@code T-1} … {@code T-999}, one new tag a patch. */
    INCREMENTAL,
    /** {@code T-patched}, moved at each patch. */
    FLOATING;

    /** Highest incremental suffix; ACR's patch task refuses the next one. */
    public static final int HIGHEST_SUFFIX = 999;

    private static final String FLOATING_SUFFIX = "-patched";

    @JsonCreator
    public static TagConvention parse(String text) {
        return switch (text) {
            case "incremental" -> INCREMENTAL;
            case "floating" -> FLOATING;
            default ->
                throw new IllegalArgumentException(
                        "tag convention is neither incremental nor floating: '" + text + "'");
        };
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The suffix number that {@code candidate} has as a patch of {@code source} under {@link #INCREMENTAL}: 1 to 999 without leading zero
     * (ACR: {@code ^(.+)-([1-9]\d{0,2})$}); empty where its name is none.
     */
    public static OptionalInt incrementalSuffix(Tag source, Tag candidate) {
        String prefix = source.value() + "-";
        if (!candidate.value().startsWith(prefix)) {
            return OptionalInt.empty();
        }
        String suffix = candidate.value().substring(prefix.length());
        boolean wellFormed = !suffix.isEmpty()
                && suffix.length() <= 3
                && suffix.charAt(0) != '0'
                && suffix.chars().allMatch(c -> c >= '0' && c <= '9');
        return wellFormed ? OptionalInt.of(Integer.parseInt(suffix)) : OptionalInt.empty();
    }

    /** True where {@code candidate} is named as a patch of {@code source} under this convention. */
    public boolean namesPatchOf(Tag source, Tag candidate) {
        return switch (this) {
            case INCREMENTAL -> incrementalSuffix(source, candidate).isPresent();
            case FLOATING -> candidate.value().equals(source.value() + FLOATING_SUFFIX);
        };
    }

    /** The incremental patch tag of that number, or empty where it would break the tag grammar or the limit of 999. */
    public static Optional<Tag> incrementalTag(Tag source, int number) {
        String text = source.value() + "-" + number;
        return number >= 1 && number <= HIGHEST_SUFFIX && Tag.isValid(text)
                ? Optional.of(new Tag(text))
                : Optional.empty();
    }

    /** The floating patch tag, or empty where it would break the tag grammar. */
    public static Optional<Tag> floatingTag(Tag source) {
        String text = source.value() + FLOATING_SUFFIX;
        return Tag.isValid(text) ? Optional.of(new Tag(text)) : Optional.empty();
    }
}
