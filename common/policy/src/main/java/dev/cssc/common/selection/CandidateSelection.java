package dev.cssc.common.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which image to judge for a source: its newest patch, else itself (design §3.6). The name of a tag only says which tags to ask; whether
 * one is a patch of the source as it is <em>now</em> is for its lineage to say. ACR goes by the name alone, so that the patches of a
 * source that was pushed again hide the new content for ever.
 */
public final class CandidateSelection {
    private CandidateSelection() {}

    /**
     * The image to judge.
     *
     * @param image to be judged
     * @param why a sentence for the policy's author
     */
    public record Candidate(PinnedImage image, String why) {}

    /**
     * Chooses among the tags. Asks {@code view} only about tags that are named as patches of the source, newest first, up to the first
     * that is one; and about the source's own layers only where a patch states no base digest.
     *
     * @throws dev.cssc.common.failure.FailureException where the registry cannot be asked
     */
    public static Candidate choose(PinnedImage source, List<Tag> tags, TagConvention convention, RepositoryView view) {
        List<Tag> named = namedAsPatches(source.tag(), tags, convention);
        for (Tag tag : named) {
            Optional<Digest> digest = view.head(tag);
            if (digest.isPresent() && isPatch(digest.get(), source.digest(), view)) {
                return new Candidate(
                        new PinnedImage(source.repository(), tag, digest.get()), tag + " is its newest patch");
            }
        }
        return new Candidate(
                source,
                named.isEmpty()
                        ? "there is no patch of it yet"
                        : named.getFirst() + " is named as its patch but was not made from its present digest");
    }

    private static List<Tag> namedAsPatches(Tag source, List<Tag> tags, TagConvention convention) {
        return tags.stream()
                .filter(tag -> convention.namesPatchOf(source, tag))
                .sorted(Comparator.comparingInt((Tag tag) ->
                                TagConvention.incrementalSuffix(source, tag).orElse(0))
                        .reversed())
                .toList();
    }

    private static boolean isPatch(Digest candidate, Digest source, RepositoryView view) {
        Optional<Lineage> lineage = view.lineage(candidate);
        if (lineage.isEmpty()) {
            return false;
        }
        List<Digest> sourceLayers = lineage.get().baseDigest().isPresent()
                ? List.of()
                : view.lineage(source).map(Lineage::layers).orElse(List.of());
        return lineage.get().isPatchOf(source, sourceLayers);
    }
}
