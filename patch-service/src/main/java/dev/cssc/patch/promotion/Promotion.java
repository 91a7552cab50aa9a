package dev.cssc.patch.promotion;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.ManifestLineage;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.staging.PublishedPatch;
import dev.cssc.patch.staging.Repetition;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Publishes a verified patch. The order is the class: reserve the tag, compare with what is published, copy children, see what the tag points to, put it, read it back.
 * What follows from it (events, the patch's row) becomes true with the job's end, and only then is the staging removed. Every step may be
 * repeated after a crash; what a crash right after it leaves stands beside it.
 */
@ApplicationScoped
public class Promotion {
    /** Tries at finding a free tag while others take them; far more than replicas that publish patches of one source at once. */
    private static final int MOST_TRIES = 50;

    private static final Duration OTHER_WRITER = Duration.ofSeconds(10);

    private final RegistryClient registry;
    private final Reservations reservations;
    private final Repetition repetition;
    private final ChildCopy carriedOver;

    Promotion(RegistryClient registry, Reservations reservations, Repetition repetition) {
        this.registry = registry;
        this.reservations = reservations;
        this.repetition = repetition;
        carriedOver = new ChildCopy(registry);
    }

    /**
     * Publishes the patch under a tag of its convention, once, however often it is called.
     *
     * @return the tag, which points to {@link StagedPatch#publishes()} now
     * @throws FailureException {@code NO_IMPROVEMENT} where an equal patch is published, {@code TAG_MOVED} where the tag is someone
     *     else's, {@code TAGS_EXHAUSTED}, or the registry's trouble
     */
    public Tag promote(StagedPatch patch) {
        Reservation reservation = reserve(patch);
        // A crash here leaves a reservation that this patch finds again, and no trace in the registry.
        refuseRepetition(patch, reservation.tag());
        copyChildren(patch);
        // A crash here leaves manifests without a tag, which nobody sees; the copy finds them there the next time.
        put(patch, reservation.tag());
        // A crash here leaves the published tag, with the reservation to say that it is ours: the next try finds it in
        // place.
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
    private void refuseRepetition(StagedPatch patch, Tag tag) {
        boolean inPlace =
                pointsTo(patch.site(), tag).filter(patch.publishes()::equals).isPresent();
        Optional<PublishedPatch> equal = inPlace ? Optional.empty() : repetition.of(patch);
        if (equal.isPresent()) {
            reservations.release(patch.id());
            throw Repetition.refusal(patch.source(), patch.site(), equal.get()).toException();
        }
    }

    private Reservation reserve(StagedPatch patch) {
        return switch (patch.convention()) {
            case INCREMENTAL -> reserveNext(patch);
            case FLOATING -> reserveFloating(patch);
        };
    }

    /** {@code T-N} with N one above the highest there is or was reserved; gaps are not filled (ACR does the same). */
    private Reservation reserveNext(StagedPatch patch) {
        Repository repository = patch.site();
        Tag source = patch.source().tag();
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Reservation> held = reservations.of(patch.id());
            if (held.isPresent()) {
                if (pointsTo(repository, held.get().tag())
                        .map(patch.publishes()::equals)
                        .orElse(true)) {
                    return held.get();
                }
                // Someone who does not ask the database took the name between our reservation and now. It is left
                // alone.
                reservations.release(patch.id());
            }
            Tag next = next(patch);
            if (reservations.reserve(repository, source, next, patch.id(), patch.publishes())) {
                return new Reservation(next, patch.id(), patch.publishes(), Optional.empty(), false);
            }
            if (reservations.contested(repository, source, patch.id())) {
                throw contested(repository, next);
            }
        }
        throw new Failure(
                        ReasonCode.TAG_MOVED,
                        "naming the patch of " + patch.source().name() + ": every name was taken by others meanwhile",
                        Retry.backoff())
                .toException();
    }

    private Tag next(StagedPatch patch) {
        Repository repository = patch.site();
        Tag source = patch.source().tag();
        List<Tag> existing = registry.tags(repository).orElse(List.of());
        int highest = Stream.concat(existing.stream(), reservations.taken(repository, source).stream())
                .mapToInt(tag -> TagConvention.incrementalSuffix(source, tag).orElse(0))
                .max()
                .orElse(0);
        return TagConvention.incrementalTag(source, highest + 1)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.TAGS_EXHAUSTED,
                                "naming the patch of " + patch.source().name() + ": no tag after " + source + "-"
                                        + highest)
                        .toException());
    }

    /** {@code T-patched}: ours for the first time, ours since before, or somebody's, who is through with it or not. */
    private Reservation reserveFloating(StagedPatch patch) {
        Repository repository = patch.site();
        Tag tag = TagConvention.floatingTag(patch.source().tag())
                .orElseThrow(() -> Failure.of(
                                ReasonCode.TAGS_EXHAUSTED,
                                "naming the patch of " + patch.source().name() + ": the tag is too long for a suffix")
                        .toException());
        boolean reserved = reservations.of(patch.id()).isPresent()
                || reservations.reserve(repository, patch.source().tag(), tag, patch.id(), patch.publishes())
                || reservations.takeOver(repository, tag, patch.id(), patch.publishes());
        if (!reserved) {
            throw contested(repository, tag);
        }
        return reservations
                .of(patch.id())
                .orElseThrow(() -> Failure.of(
                                ReasonCode.INTERNAL,
                                "publishing " + repository + ":" + tag + ": its reservation is gone")
                        .toException());
    }

    private static FailureException contested(Repository repository, Tag tag) {
        return new Failure(
                        ReasonCode.TAG_MOVED,
                        "publishing " + repository + ":" + tag + ": another patch of its source is being published",
                        Retry.after(OTHER_WRITER))
                .toException();
    }

    /** Every patched platform's blobs, then its manifest; the children that were not patched are in the source's repository already, or come from it. */
    private void copyChildren(StagedPatch patch) {
        Repository target = patch.site();
        for (StagedPart part : patch.parts()) {
            Digest digest = part.staged().staged();
            if (registry.head(ImageReference.of(target, digest)).isPresent()) {
                continue;
            }
            RawManifest manifest = child(patch, digest);
            ImageManifest image = ImageManifest.parse(manifest);
            registry.copyBlob(patch.staging(), target, image.config());
            for (Descriptor layer : image.layers()) {
                registry.copyBlob(patch.staging(), target, layer);
            }
            registry.putManifest(target, manifest);
        }
        if (!target.equals(patch.source().repository())) {
            patch.indexManifest()
                    .ifPresent(index -> carriedOver.copy(patch.source().repository(), index, target));
        }
    }

    /** Puts the tag, unless it is in place. The last look is right before, since the registry has no "only if". */
    private void put(StagedPatch patch, Tag tag) {
        Repository target = patch.site();
        Optional<Digest> there = pointsTo(target, tag);
        if (there.isPresent() && there.get().equals(patch.publishes())) {
            return;
        }
        if (there.isPresent() && !mayMove(patch, there.get())) {
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
        registry.putManifest(target, tag, patch.indexManifest().orElseGet(() -> child(patch, patch.publishes())));
    }

    /**
     * Only a floating tag may move, and only from where we left it last: an operator who put it back to an older patch of ours meant that.
     * What is there has to say that it is a patch of this source's name, since another source may publish under the same name; or it is from
     * Copa, before we took the registry over: ACR's patches carry nothing but its mark.
     */
    private boolean mayMove(StagedPatch patch, Digest there) {
        return switch (patch.convention()) {
            case INCREMENTAL -> false;
            case FLOATING ->
                reservations
                                .of(patch.id())
                                .flatMap(Reservation::previous)
                                .map(there::equals)
                                .orElse(true)
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

    /** The staged manifest; after a repeated promotion perhaps only in the target any more. */
    private RawManifest child(StagedPatch patch, Digest digest) {
        return registry.manifest(ImageReference.of(patch.staging(), digest))
                .or(() -> registry.manifest(ImageReference.of(patch.site(), digest)))
                .orElseThrow(() -> Failure.of(
                                ReasonCode.MANIFEST_NOT_FOUND,
                                "publishing the patch of " + patch.source().name() + ": " + patch.staging() + "@"
                                        + digest + " is gone")
                        .toException());
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
