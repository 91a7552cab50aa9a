package dev.cssc.common.selection;

import dev.cssc.common.image.Tag;
import dev.cssc.common.policy.Glob;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.TagChoice;
import dev.cssc.common.policy.TagVersion;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the enabled entries of one repository ask for. Where several ask for one tag, the first in the document's order counts. */
final class Wishes {
    private static final Answer NOT_ASKED = new Answer.NotAsked(Plan.Out.NOT_ASKED_FOR);

    private final List<Wish> all;
    private final Predicate<Tag> scope;

    /**
     * @param scope which tags are looked at at all; the others count as not asked for, but still for which versions are the newest
     */
    Wishes(List<Policy.Entry> entries, Predicate<Tag> scope) {
        this.scope = scope;
        all = entries.stream().map(Wish::new).toList();
    }

    /** What the policy says of one tag. */
    sealed interface Answer {
        /** It is asked for, by this entry. */
        record Asked(Policy.Entry entry, String why) implements Answer {}

        /** It is not; the sentence begins with its tag. */
        record NotAsked(String why) implements Answer {}
    }

    /**
     * Counts the newest versions where an entry asks for no more than those; before, every version counts as one of them.
     *
     * @param sources the tags that count: patches do not
     */
    void countNewest(Collection<Tag> sources) {
        all.forEach(wish -> wish.countNewest(sources));
    }

    /** True where the tag, or what is written in the policy, is among what is looked at. */
    boolean inScope(String written) {
        return !Tag.isValid(written) || scope.test(new Tag(written));
    }

    /** True where an entry names the tag. */
    boolean named(Tag tag) {
        return all.stream().anyMatch(wish -> wish.names.contains(tag.value()));
    }

    /** What the policy says of the tag. */
    Answer of(Tag tag) {
        if (!scope.test(tag)) {
            return NOT_ASKED;
        }
        Answer refused = NOT_ASKED;
        for (Wish wish : all) {
            switch (wish.of(tag)) {
                case Answer.Asked asked -> {
                    return asked;
                }
                case Answer.NotAsked not -> refused = refused == NOT_ASKED ? not : refused;
            }
        }
        return refused;
    }

    /** What is asked for and not there, as written in the policy: names and patterns, with the reason; by what is written. */
    SortedMap<String, String> missing(Listing listing) {
        SortedMap<String, String> missing = new TreeMap<>();
        all.forEach(wish -> wish.missing(listing, missing));
        return missing;
    }

    /** The same where there is no repository at all. */
    SortedMap<String, String> allMissing(String why) {
        SortedMap<String, String> missing = new TreeMap<>();
        all.forEach(wish -> {
            wish.names.forEach(name -> missing.put(name, why));
            wish.patterns().keySet().forEach(pattern -> missing.put(pattern, why));
        });
        return missing;
    }

    /** One entry, made ready for many tags. */
    private static final class Wish {
        private final Policy.Entry entry;
        private final TagChoice tags;
        private final Set<String> names;
        private Optional<Set<TagVersion>> newest = Optional.empty();

        Wish(Policy.Entry entry) {
            this.entry = entry;
            tags = entry.tags();
            names = new HashSet<>(tags.named());
        }

        Answer of(Tag tag) {
            String name = tag.value();
            boolean named = names.contains(name);
            if (!named && !fits(name)) {
                return NOT_ASKED;
            }
            Optional<Glob> excluding = tags.excluding(name);
            if (excluding.isPresent()) {
                return new Answer.NotAsked("is excluded by " + excluding.get());
            }
            if (named) {
                return new Answer.Asked(entry, "the tag is named");
            }
            boolean tooOld = newest.isPresent()
                    && TagVersion.of(name).filter(newest.get()::contains).isEmpty();
            return tooOld
                    ? new Answer.NotAsked("is not among the versions that are asked for: "
                            + tags.pattern().flatMap(TagChoice.Pattern::semver).orElseThrow())
                    : new Answer.Asked(entry, whyFits(name));
        }

        /** True where the tag fits the pattern, newest or not. */
        private boolean fits(String name) {
            if (tags.pattern().isEmpty()) {
                return false;
            }
            TagChoice.Pattern pattern = tags.pattern().get();
            boolean included =
                    pattern.include().isEmpty() || pattern.include().stream().anyMatch(glob -> glob.matches(name));
            return included
                    && (pattern.semver().isEmpty()
                            || TagVersion.of(name)
                                    .filter(pattern.semver().get()::holds)
                                    .isPresent());
        }

        private String whyFits(String name) {
            TagChoice.Pattern pattern = tags.pattern().orElseThrow();
            if (pattern.equals(TagChoice.Pattern.EVERY)) {
                return "every tag is asked for";
            }
            return "the tag fits "
                    + pattern.include().stream()
                            .filter(glob -> glob.matches(name))
                            .limit(1)
                            .map(Glob::toString)
                            .collect(Collectors.joining())
                    + (pattern.include().isEmpty() || pattern.semver().isEmpty() ? "" : " and ")
                    + pattern.semver().map(Object::toString).orElse("");
        }

        void countNewest(Collection<Tag> sources) {
            tags.pattern()
                    .flatMap(TagChoice.Pattern::semver)
                    .filter(window -> window.newest().isPresent())
                    .ifPresent(window -> {
                        Set<TagVersion> versions = new TreeSet<>(Comparator.reverseOrder());
                        sources.stream()
                                .map(Tag::value)
                                .filter(name ->
                                        fits(name) && tags.excluding(name).isEmpty())
                                .forEach(name -> TagVersion.of(name).ifPresent(versions::add));
                        newest = Optional.of(versions.stream()
                                .limit(window.newest().getAsInt())
                                .collect(Collectors.toSet()));
                    });
        }

        void missing(Listing listing, Map<String, String> missing) {
            names.stream().filter(name -> !listing.holds(name)).forEach(name -> missing.put(name, whyMissing(name)));
            patterns().forEach((pattern, fits) -> {
                if (listing.tags().stream().map(Tag::value).noneMatch(fits)) {
                    missing.put(pattern, listing.tags().isEmpty() ? "the repository holds no tags" : "no tag fits it");
                }
            });
        }

        /** What is asked for without being named, as it is written. */
        private Map<String, Predicate<String>> patterns() {
            Map<String, Predicate<String>> patterns = new LinkedHashMap<>();
            tags.pattern().ifPresent(pattern -> {
                pattern.include().forEach(glob -> patterns.put(glob.toString(), glob::matches));
                if (pattern.include().isEmpty()) {
                    patterns.put(pattern.semver().map(Object::toString).orElse(TagChoice.EVERY_TAG), this::fits);
                }
            });
            return patterns;
        }

        private static String whyMissing(String name) {
            return Tag.isValid(name)
                    ? "the repository has no such tag"
                    : "no tag can have that name; tags are compared literally";
        }
    }
}
