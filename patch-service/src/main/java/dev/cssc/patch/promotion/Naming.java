package dev.cssc.patch.promotion;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.staging.StagedPatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the tag of a patch by its convention, and reserves it before anything is written there. */
final class Naming {
    /** Tries at finding a free tag while others take them; far more than replicas that publish patches of one source at once. */
    private static final int MOST_TRIES = 50;

    private static final Duration OTHER_WRITER = Duration.ofSeconds(10);

    private final RegistryClient registry;
    private final Reservations reservations;

    Naming(RegistryClient registry, Reservations reservations) {
        this.registry = registry;
        this.reservations = reservations;
    }

    /**
     * The right to write the patch's tag: the one that it has, or a new one.
     *
     * @throws FailureException {@code TAG_MOVED}, to be tried again, while another patch of the source is being published;
     *     {@code TAGS_EXHAUSTED} where there is no tag for it
     */
    Reservation reserve(StagedPatch patch) {
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
                if (isFreeOrOurs(patch, held.get().tag())) {
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

    private boolean isFreeOrOurs(StagedPatch patch, Tag tag) {
        return registry.head(ImageReference.of(patch.site(), tag))
                .map(Descriptor::digest)
                .map(patch.publishes()::equals)
                .orElse(true);
    }
}
