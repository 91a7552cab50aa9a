package dev.cssc.common.selection;

import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tags of one repository, sorted once by what they are named after, so that many sources cost no more than one look at each tag.
 *
 * @param repository where they are
 * @param view how to ask about one of them
 * @param tags all of them
 * @param patches those that are named as patches, by the name of the source
 */
record Listing(Repository repository, RepositoryView view, Set<Tag> tags, Map<String, List<Tag>> patches) {
    // ACR, in a run: what ends so is named as a patch, whatever the policy's convention.
    private static final Pattern NAMED_AS_PATCH = Pattern.compile("(.+)(?:-[1-9][0-9]{0,2}|-patched)");

    static Listing of(Repository repository, RepositoryView view, List<Tag> tags) {
        Map<String, List<Tag>> patches = new HashMap<>();
        tags.forEach(tag -> sourceNamedBy(tag)
                .ifPresent(source ->
                        patches.computeIfAbsent(source, s -> new ArrayList<>()).add(tag)));
        return new Listing(repository, view, new LinkedHashSet<>(tags), patches);
    }

    /** What the tag's name says it is a patch of, if it says so. */
    static Optional<String> sourceNamedBy(Tag tag) {
        Matcher named = NAMED_AS_PATCH.matcher(tag.value());
        return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
    }

    boolean holds(String name) {
        return Tag.isValid(name) && tags.contains(new Tag(name));
    }

    List<Tag> namedAsPatchesOf(Tag source) {
        return patches.getOrDefault(source.value(), List.of());
    }
}
