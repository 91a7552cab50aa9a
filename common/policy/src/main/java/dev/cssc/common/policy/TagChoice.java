package dev.cssc.common.policy;

import java.util.List;
import java.util.Optional;

/**
 * Which tags of a repository an entry asks for: those that are named, and those that fit the pattern, without those that are excluded.
 *
 * @param named tags, compared literally; may hold what no tag could be called
 * @param pattern what else is asked for; empty where nothing is
 * @param exclude what fits one of these is left out, even where it is named
 */
public record TagChoice(List<String> named, Optional<Pattern> pattern, List<Glob> exclude) {
    /** Stands alone in {@code tags} for every tag that is no patch. */
    public static final String EVERY_TAG = "*";

    public TagChoice {
        named = List.copyOf(named);
        exclude = List.copyOf(exclude);
    }

    /**
     * Tags that are asked for without being named.
     *
     * @param include one of these has to fit; every tag fits where there is none
     * @param semver the tag has to be a version within it, if given
     */
    public record Pattern(List<Glob> include, Optional<SemverWindow> semver) {
        /** Fits every tag. */
        public static final Pattern EVERY = new Pattern(List.of(), Optional.empty());

        public Pattern {
            include = List.copyOf(include);
        }
    }

    /** These tags and no others. */
    public static TagChoice named(String... tags) {
        return new TagChoice(List.of(tags), Optional.empty(), List.of());
    }

    /** Every tag that is no patch. */
    public static TagChoice every() {
        return new TagChoice(List.of(), Optional.of(Pattern.EVERY), List.of());
    }

    /**
     * True where the tag may be asked for. Whether it is one of the newest versions depends on the repository's other tags, so that a
     * window of versions has every tag in it here.
     */
    public boolean mayAskFor(String tag) {
        boolean fits = pattern.isPresent()
                && (pattern.get().include().isEmpty()
                        || pattern.get().include().stream().anyMatch(glob -> glob.matches(tag)));
        return (fits || named.contains(tag)) && excluding(tag).isEmpty();
    }

    /** The first pattern that excludes the tag, if one does. */
    public Optional<Glob> excluding(String tag) {
        return exclude.stream().filter(glob -> glob.matches(tag)).findFirst();
    }
}
