package dev.cssc.patch.retention;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RegistryClient;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a repository's tags hold on to at a moment: the manifests they point to, and the children of the indexes among them.
 *
 * @param tags what each tag points to
 * @param parents of each child the indexes, tagged or below one that is, that have it
 */
record TagSurvey(Map<Tag, Digest> tags, Map<Digest, Set<Digest>> parents) {
    TagSurvey {
        tags = Map.copyOf(tags);
        parents = Map.copyOf(parents);
    }

    /**
     * Looks at every tag, with one HEAD each, and reads every index.
     *
     * @param mostTags beyond it nothing is looked at ({@code TOO_LARGE})
     * @throws dev.cssc.common.failure.FailureException also where something cannot be read: what it holds on to is not known then
     */
    static TagSurvey of(RegistryClient registry, Repository repository, int mostTags) {
        List<Tag> all = registry.tags(repository).orElse(List.of());
        if (all.size() > mostTags) {
            throw Failure.of(
                            ReasonCode.TOO_LARGE,
                            "looking for what holds on to old patches in " + repository + ": it has " + all.size()
                                    + " tags, more than cssc.patch.retention.most-tags (" + mostTags + ")")
                    .toException();
        }
        Map<Tag, Digest> tags = new HashMap<>();
        Deque<Digest> indexes = new ArrayDeque<>();
        for (Tag tag : all) {
            Optional<Descriptor> found = registry.head(ImageReference.of(repository, tag));
            found.ifPresent(there -> tags.put(tag, there.digest()));
            found.filter(there -> MediaType.isIndex(there.mediaType())).ifPresent(there -> indexes.add(there.digest()));
        }
        return new TagSurvey(tags, parents(registry, repository, indexes));
    }

    private static Map<Digest, Set<Digest>> parents(
            RegistryClient registry, Repository repository, Deque<Digest> indexes) {
        Map<Digest, Set<Digest>> parents = new HashMap<>();
        Set<Digest> read = new HashSet<>();
        while (!indexes.isEmpty()) {
            Digest index = indexes.remove();
            if (!read.add(index)) {
                continue;
            }
            registry.manifest(ImageReference.of(repository, index)).map(ImageIndex::parse).stream()
                    .flatMap(found -> found.manifests().stream())
                    .forEach(child -> {
                        parents.computeIfAbsent(child.digest(), ignored -> new HashSet<>())
                                .add(index);
                        if (MediaType.isIndex(child.mediaType())) {
                            indexes.add(child.digest());
                        }
                    });
        }
        return parents;
    }

    /** The tags that point to it, but for that one, in the order of their names. */
    List<String> othersThan(Tag own, Digest digest) {
        return tags.entrySet().stream()
                .filter(entry ->
                        entry.getValue().equals(digest) && !entry.getKey().equals(own))
                .map(entry -> entry.getKey().value())
                .sorted()
                .toList();
    }

    /** The indexes that have it as a child, but for that one. */
    List<Digest> parentsOtherThan(Digest own, Digest child) {
        return parents.getOrDefault(child, Set.of()).stream()
                .filter(parent -> !parent.equals(own))
                .toList();
    }
}
