package dev.cssc.patch.promotion;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.ManifestLineage;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.staging.Repetition;
import dev.cssc.patch.staging.StagedPatch;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Map;
import java.util.Optional;

/**
 * Publishes a verified patch. The order is the class: reserve the tag, compare with what is published, copy children, see what the tag
 * points to, put it, read it back. What follows from it (events, the patch's row) becomes true with the job's end, and only then is the
 * staging removed. Every step may be repeated after a crash; what a crash right after it leaves stands beside it.
 */
@ApplicationScoped
public class Promotion {
    private final RegistryClient registry;
    private final Reservations reservations;
    private final Repetition repetition;
    private final Naming naming;
    private final ChildCopy children;

    Promotion(RegistryClient registry, Reservations reservations, Repetition repetition) {
        this.registry = registry;
        this.reservations = reservations;
        this.repetition = repetition;
        naming = new Naming(registry, reservations);
        children = new ChildCopy(registry);
    }

    /**
     * Publishes the patch under a tag of its convention, once, however often it is called.
     *
     * @return the tag, which points to {@link StagedPatch#publishes()} now
     * @throws FailureException {@code NO_IMPROVEMENT} where an equal patch is published, {@code TAG_MOVED} where the tag is someone
     *     else's, {@code TAGS_EXHAUSTED}, or the registry's trouble
     */
    public Tag promote(StagedPatch patch) {
        return standing(patch).orElseGet(() -> publish(patch));
    }

    private Tag publish(StagedPatch patch) {
        Reservation reservation = naming.reserve(patch);
        // A crash here leaves a reservation that this patch finds again, and no trace in the registry.
        refuseRepetition(patch);
        children.copy(patch);
        // A crash here leaves manifests without a tag, which nobody sees; the copy finds them there the next time.
        put(patch, reservation);
        // A crash here leaves the published tag, with the reservation to say that it is ours: the next try finds it
        // standing.
        readBack(patch, reservation.tag());
        return reservation.tag();
    }

    /**
     * The tag that was written for this patch, whatever became of the attempt that wrote it: the reservation tells which, the registry
     * whether. Empty where none was.
     */
    public Optional<Tag> standing(StagedPatch patch) {
        return reservations
                .of(patch.id())
                .map(Reservation::tag)
                .filter(tag -> pointsTo(patch.site(), tag)
                        .filter(patch.publishes()::equals)
                        .isPresent());
    }

    /** Under the reservation, so that of two equal patches at once the second one sees the first. */
    private void refuseRepetition(StagedPatch patch) {
        repetition.of(patch).ifPresent(equal -> {
            reservations.release(patch.id());
            throw Repetition.refusal(patch.source(), patch.site(), equal).toException();
        });
    }

    /** Puts the tag, unless it is in place. The last look is right before, since the registry has no "only if". */
    private void put(StagedPatch patch, Reservation reservation) {
        Repository target = patch.site();
        Tag tag = reservation.tag();
        Optional<Digest> there = pointsTo(target, tag);
        if (there.isPresent() && there.get().equals(patch.publishes())) {
            return;
        }
        if (there.isPresent() && !mayMove(patch, reservation, there.get())) {
            reservations.release(patch.id());
            throw new Failure(
                            ReasonCode.TAG_MOVED,
                            "publishing " + target + ":" + tag + ": it points to " + there.get()
                                    + ", which is not where we left it",
                            switch (patch.convention()) {
                                // The next try takes the next number.
                                case INCREMENTAL -> Retry.backoff();
                                case FLOATING -> Retry.never();
                            })
                    .toException();
        }
        registry.putManifest(
                target, tag, patch.indexManifest().orElseGet(() -> children.staged(patch, patch.publishes())));
    }

    /**
     * Only a floating tag may move, and only from where we left it last: an operator who put it back to an older patch of ours meant that.
     * What is there has to say that it is a patch of this source's name, since another source may publish under the same name; or it is from
     * Copa, before we took the registry over: ACR's patches carry nothing but its mark.
     */
    private boolean mayMove(StagedPatch patch, Reservation reservation, Digest there) {
        return switch (patch.convention()) {
            case INCREMENTAL -> false;
            case FLOATING ->
                reservation.previous().map(there::equals).orElse(true)
                        && (isOurs(patch, there) || isCopas(patch, there));
        };
    }

    private boolean isOurs(StagedPatch patch, Digest there) {
        return registry.manifest(ImageReference.of(patch.site(), there))
                .map(Promotion::annotations)
                .filter(notes -> notes.containsKey(Lineage.ENGINE))
                .map(notes -> patch.source().name().equals(notes.get(Lineage.BASE_NAME)))
                .orElse(false);
    }

    private boolean isCopas(StagedPatch patch, Digest there) {
        return registry.manifest(ImageReference.of(patch.site(), there))
                .map(ManifestLineage::of)
                .filter(lineage -> lineage.copaMark() && !lineage.statesBase())
                .isPresent();
    }

    private void readBack(StagedPatch patch, Tag tag) {
        Repository target = patch.site();
        Optional<Digest> there = pointsTo(target, tag);
        if (!there.equals(Optional.of(patch.publishes()))) {
            throw new Failure(
                            ReasonCode.TAG_MOVED,
                            "reading back " + target + ":" + tag + ": it points to "
                                    + there.map(Digest::value).orElse("nothing") + " instead of " + patch.publishes(),
                            Retry.backoff())
                    .toException();
        }
    }

    private Optional<Digest> pointsTo(Repository repository, Tag tag) {
        return registry.head(ImageReference.of(repository, tag)).map(Descriptor::digest);
    }

    private static Map<String, String> annotations(RawManifest manifest) {
        return MediaType.isIndex(manifest.mediaType())
                ? ImageIndex.parse(manifest).annotations()
                : ImageManifest.parse(manifest).annotations();
    }
}
