package dev.cssc.common.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.selection.RepositoryView.TaggedImage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which image to judge for a source: its newest patch, else itself (design §3.6). The name of a tag only says which tags to ask; whether
 * one is a patch of the source as it is <em>now</em> is for its lineage to say. ACR goes by the name alone, so that the patches of a
 * source that was pushed again hide the new content for ever.
 */
public final class CandidateSelection {
    private final PatchSite site;
    private final PatchRecognition recognition;

    /**
     * @param listing of the sources
     * @param reads of the sources
     * @param site where their patches are
     */
    CandidateSelection(Listing listing, RepositoryReads reads, PatchSite site) {
        this.site = site;
        recognition = new PatchRecognition(listing, reads);
    }

    /**
     * The image to judge.
     *
     * @param image to be judged
     * @param why a sentence for the policy's author
     */
    public record Candidate(PinnedImage image, String why) {}

    /**
     * Chooses among the tags. Asks {@code view} only about tags that are named as patches of the source, newest first, up to the first
     * that is one; and about the source's own layers only where a patch states no base.
     *
     * @throws dev.cssc.common.failure.FailureException where the registry cannot be asked
     */
    public static Candidate choose(PinnedImage source, List<Tag> tags, TagConvention convention, RepositoryView view) {
        RepositoryReads reads = new RepositoryReads(view);
        reads.pinned(source.tag(), source.digest());
        Listing listing = Listing.of(source.repository(), tags);
        return new CandidateSelection(listing, reads, new PatchSite(listing, reads, false)).of(source, convention);
    }

    /**
     * What a tag is that may be named as a patch: reads it, and where its name says so also what it is named after. Empty where it is not
     * named as a patch, or went away.
     *
     * @param source the tag, with the digest that it is taken to have
     * @throws dev.cssc.common.failure.FailureException where the registry cannot be asked
     */
    public static Optional<Descent> descent(PinnedImage source, List<Tag> tags, RepositoryView view) {
        RepositoryReads reads = new RepositoryReads(view);
        reads.pinned(source.tag(), source.digest());
        return Listing.sourceNamedBy(source.tag())
                .flatMap(named -> view.lineage(source.digest())
                        .map(lineage -> new PatchRecognition(Listing.of(source.repository(), tags), reads)
                                .recognise(new TaggedImage(source.digest(), lineage), named)));
    }

    Candidate of(PinnedImage source, TagConvention convention) {
        List<Tag> named = namedAsPatches(source.tag(), convention);
        Optional<String> newestRefused = Optional.empty();
        Optional<Candidate> alias = Optional.empty();
        for (Tag tag : named) {
            Optional<TaggedImage> image = site.reads().image(tag);
            if (image.isEmpty()) {
                continue;
            }
            Digest digest = image.get().digest();
            String name = site.name(tag);
            Descent descent = recognition.recognise(image.get(), source.tag().value());
            switch (descent) {
                case Descent.PatchOf patch -> {
                    return new Candidate(pinned(tag, digest), name + " is its newest patch");
                }
                case Descent.AliasOf same ->
                    alias = alias.or(() -> Optional.of(new Candidate(
                            pinned(tag, digest), name + " is named as its newest patch and has its very digest")));
                case Descent.StalePatchOf stale -> newestRefused = newestRefused.or(() -> Optional.of(refused(name)));
                case Descent.MarkedPatchOf marked ->
                    newestRefused = newestRefused.or(() ->
                            Optional.of(name + " is its patch by Copa's mark, which does not say of which digest"));
                case Descent.OrphanOf orphan -> newestRefused = newestRefused.or(() -> Optional.of(refused(name)));
                case Descent.PatchFromElsewhere other ->
                    newestRefused = newestRefused.or(() -> Optional.of(refused(name)));
                case Descent.OwnSource own -> newestRefused = newestRefused.or(() -> Optional.of(refused(name)));
            }
        }
        // A second name of the source hides no patch of it.
        Optional<String> refused = newestRefused;
        return alias.orElseGet(() -> new Candidate(source, refused.orElse(site.noneYet())));
    }

    private static String refused(String name) {
        return name + " is named as its patch but was not made from its present digest";
    }

    private PinnedImage pinned(Tag tag, Digest digest) {
        return new PinnedImage(site.listing().repository(), tag, digest);
    }

    /** The newest first. */
    private List<Tag> namedAsPatches(Tag source, TagConvention convention) {
        return site.listing().namedAsPatchesOf(source).stream()
                .filter(tag -> convention.namesPatchOf(source, tag))
                .sorted(Comparator.comparingInt((Tag tag) ->
                                TagConvention.incrementalSuffix(source, tag).orElse(0))
                        .reversed())
                .toList();
    }
}
