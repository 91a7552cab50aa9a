package dev.cssc.scan.job;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ForeignImageDue;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.planning.RegistryRepositoryView;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.selection.CandidateSelection;
import dev.cssc.common.selection.Descent;
import dev.cssc.common.selection.RepositoryView;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Optional;

/** Fills in what another producer's short form leaves open: the digest, and the image to judge. */
@ApplicationScoped
public class ForeignImages {

    private final RegistryClient registry;

    ForeignImages(RegistryClient registry) {
        this.registry = registry;
    }

    /**
     * The short form in full. Reads the tag, once.
     *
     * @throws FailureException {@link ReasonCode#REGISTRY_UNKNOWN}, {@link ReasonCode#REPOSITORY_NOT_FOUND},
     *     {@link ReasonCode#TAG_NOT_FOUND}, {@link ReasonCode#TAG_MOVED} where the tag points elsewhere than was said
     */
    public ImageDue resolve(String run, ForeignImageDue due) {
        Repository repository = due.image().repository();
        Tag tag = tag(due);
        List<Tag> tags = registry.tags(repository)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.REPOSITORY_NOT_FOUND,
                                "resolving " + due.image() + ": the registry has no repository " + repository.path())
                        .toException());
        RepositoryView view = new RegistryRepositoryView(repository, registry);
        Digest digest = view.head(tag)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.TAG_NOT_FOUND,
                                "resolving " + due.image() + ": the repository has no tag " + tag)
                        .toException());
        due.image().digest().filter(said -> !said.equals(digest)).ifPresent(said -> {
            throw new FailureException(new Failure(
                    ReasonCode.TAG_MOVED,
                    "resolving " + due.image() + ": the tag points to " + digest,
                    ReasonCode.TAG_MOVED.retry()));
        });
        PinnedImage source = new PinnedImage(repository, tag, digest);
        refusePatches(due, source, tags, view);
        TagConvention convention = due.tagConvention().orElse(TagConvention.INCREMENTAL);
        return new ImageDue(
                run,
                ImageDue.FOREIGN_WORKFLOW,
                due.reason().orElse(DueReason.MANUAL),
                source,
                CandidateSelection.choose(source, tags, convention, view).image(),
                convention,
                Optional.empty());
    }

    /** A patch is never patched (invariant 6): its source is what is due. Named like one is not enough; its lineage has to say so. */
    private static void refusePatches(ForeignImageDue due, PinnedImage image, List<Tag> tags, RepositoryView view) {
        CandidateSelection.descent(image, tags, view).filter(Descent::patch).ifPresent(descent -> {
            throw Failure.of(
                            ReasonCode.REFERENCE_INVALID,
                            "resolving " + due.image() + ": it " + descent.why() + "; name its source instead")
                    .toException();
        });
    }

    /** The tag; intake lets no short form without one in. */
    static Tag tag(ForeignImageDue due) {
        return due.image()
                .tag()
                .orElseThrow(() -> Failure.of(
                                ReasonCode.EVENT_INVALID,
                                "image " + due.image() + " has no tag: a patch could not be named")
                        .toException());
    }
}
