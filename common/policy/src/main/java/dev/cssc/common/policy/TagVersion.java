package dev.cssc.common.policy;

import org.semver4j.Semver;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tag read as a version (Semantic Versioning 2.0.0): {@code 1.2.3}, {@code 1.2.3-rc.1}. Beyond the specification a leading {@code v} is
 * allowed, and the third number may be left out ({@code 3.11} is 3.11.0): many tags are written so. A single number is no version, because
 * it is as often a date or a build. What follows a hyphen is a pre-release, be it meant so or not ({@code 3.11-slim}).
 */
public final class TagVersion implements Comparable<TagVersion> {
    // Numbers of at most nine digits fit the library's int.
    private static final Pattern TWO_NUMBERS = Pattern.compile("^[0-9]{1,9}\\.[0-9]{1,9}(?=-|$)");
    private static final Pattern GRAMMAR =
            Pattern.compile("v?[0-9]{1,9}\\.[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:-[0-9A-Za-z.-]{1,127})?");

    private final Semver version;

    private TagVersion(Semver version) {
        this.version = version;
    }

    /** The version that the tag is, if it is one. */
    public static Optional<TagVersion> of(String tag) {
        if (tag.length() > 128 || !GRAMMAR.matcher(tag).matches()) {
            return Optional.empty();
        }
        String numbers = tag.startsWith("v") ? tag.substring(1) : tag;
        String full = TWO_NUMBERS.matcher(numbers).replaceFirst("$0.0");
        return Optional.ofNullable(Semver.parse(full)).map(TagVersion::new);
    }

    Semver version() {
        return version;
    }

    @Override
    public int compareTo(TagVersion other) {
        return version.compareTo(other.version);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagVersion that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return version.getVersion().hashCode();
    }

    @Override
    public String toString() {
        return version.getVersion();
    }
}
