package dev.cssc.common.policy;

import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The versions that an entry asks for: a range in npm's notation ({@code >=1.2 <2}, {@code ^1.4}, {@code 1.x}, {@code 1.2 - 1.4},
 * {@code 1.2 || 3}), and how many of the newest ones within it. As in npm, a pre-release is in a range only where the range itself names a
 * pre-release of the same version.
 */
public final class SemverWindow {
    private static final String VERSION =
            "v?(?:\\d{1,9}|[xX*])(?:\\.(?:\\d{1,9}|[xX*])){0,2}(?:-[0-9A-Za-z.-]{1,100})?";

    /** One comparison; the library skips what it cannot read, so that a slip would select something else than was meant. */
    private static final Pattern COMPARISON = Pattern.compile("(?:>=|<=|>|<|=|\\^|~)?" + VERSION);

    private static final Pattern APART = Pattern.compile("(>=|<=|>|<|=|\\^|~)\\s+");

    private static final Pattern SPAN = Pattern.compile(VERSION + " - " + VERSION);

    private final Optional<String> range;
    private final OptionalInt newest;
    private final RangeList ranges;

    private SemverWindow(Optional<String> range, OptionalInt newest) {
        this.range = range;
        this.newest = newest;
        ranges = RangeListFactory.create(range.map(SemverWindow::closed).orElse("*"));
    }

    /**
     * A window.
     *
     * @param range in npm's notation; every release where empty
     * @param newest how many versions of those, counted from the newest, at least 1; all where empty
     * @throws IllegalArgumentException with what is wrong with the range, as the end of a sentence that begins with it
     */
    public static SemverWindow of(Optional<String> range, OptionalInt newest) {
        range.ifPresent(SemverWindow::check);
        return new SemverWindow(range, newest);
    }

    /** Operator and version written together: {@code >= 1.2} is {@code >=1.2}. */
    private static String closed(String range) {
        return APART.matcher(range).replaceAll("$1");
    }

    private static void check(String range) {
        if (range.length() > 200) {
            throw new IllegalArgumentException("is longer than 200 characters");
        }
        for (String alternative : closed(range).split("\\|\\|", -1)) {
            String comparisons = alternative.strip();
            if (comparisons.isEmpty()) {
                throw new IllegalArgumentException("has nothing to compare with where a version was expected");
            }
            if (!SPAN.matcher(comparisons).matches()) {
                for (String comparison : comparisons.split("\\s+", -1)) {
                    if (!COMPARISON.matcher(comparison).matches()) {
                        throw new IllegalArgumentException(
                                "has '" + comparison
                                        + "', which compares with no version; write comparisons such as >=1.2 <2, with a space between them");
                    }
                }
            }
        }
    }

    /** The range as it was written. */
    public Optional<String> range() {
        return range;
    }

    /** How many versions, counted from the newest. */
    public OptionalInt newest() {
        return newest;
    }

    /** True where the version is in the range, whether or not it is among the newest. */
    public boolean holds(TagVersion version) {
        return ranges.isSatisfiedBy(version.version());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SemverWindow that && range.equals(that.range) && newest.equals(that.newest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(range, newest);
    }

    /** For a person: {@code semver >=1.2 <2, newest 3}. */
    @Override
    public String toString() {
        return "semver " + range.orElse("*") + (newest.isPresent() ? ", newest " + newest.getAsInt() : "");
    }
}
