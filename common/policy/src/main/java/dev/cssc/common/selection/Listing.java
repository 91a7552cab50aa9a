package dev.cssc.common.selection;

import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tags of one repository, sorted once by what they are named after, so that many sources cost no more than one look at each tag.
 *
 * @param repository where they are
 * @param tags all of them
 * @param patches those that are named as patches, by the name of the source
 */
record Listing(Repository repository, Set<Tag> tags, Map<String, List<Tag>> patches) {
    private static final String FLOATING = "-patched";

    static Listing of(Repository repository, Collection<Tag> tags) {
        Map<String, List<Tag>> patches = new HashMap<>();
        tags.forEach(tag -> sourceNamedBy(tag)
                .ifPresent(source ->
                        patches.computeIfAbsent(source, s -> new ArrayList<>()).add(tag)));
        return new Listing(repository, new LinkedHashSet<>(tags), patches);
    }

    /**
     * What the tag's name says it is a patch of, if it says so, whatever the policy's convention: ACR, in a run, takes for one what ends in
     * {@code -patched} or {@code -1} to {@code -999} without leading zero.
     */
    static Optional<String> sourceNamedBy(Tag tag) {
        String name = tag.value();
        if (name.endsWith(FLOATING)) {
            return before(name, name.length() - FLOATING.length());
        }
        int hyphen = name.lastIndexOf('-');
        int digits = name.length() - hyphen - 1;
        if (hyphen < 0 || digits < 1 || digits > 3 || name.charAt(hyphen + 1) == '0') {
            return Optional.empty();
        }
        return name.chars().skip(hyphen + 1).allMatch(c -> c >= '0' && c <= '9')
                ? before(name, hyphen)
                : Optional.empty();
    }

    private static Optional<String> before(String name, int end) {
        return end == 0 ? Optional.empty() : Optional.of(name.substring(0, end));
    }

    boolean holds(String name) {
        return tag(name).isPresent();
    }

    /** The tag of that name, if it is there. */
    Optional<Tag> tag(String name) {
        return Tag.isValid(name) ? Optional.of(new Tag(name)).filter(tags::contains) : Optional.empty();
    }

    List<Tag> namedAsPatchesOf(Tag source) {
        return patches.getOrDefault(source.value(), List.of());
    }
}
