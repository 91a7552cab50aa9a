package dev.cssc.common.event;

import dev.cssc.common.event.ImageStatus.Subject;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.PinnedImage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One image's way through one run, as one service tells of it. Makes the {@link ImageStatus} events, so that every service tells a state
 * of {@link ImageLifecycle} in the same form.
 *
 * @param service who tells
 * @param run the run
 * @param workflow its workflow's name
 * @param image the source image
 * @param job the job at work; empty where none is
 * @param attempt which try of the job it is, from 1; 1 where none is at work
 */
public record Way(String service, String run, String workflow, Subject image, Optional<UUID> job, int attempt) {

    /** The way of an image as far as it is known, without a job. */
    public static Way of(String service, String run, String workflow, Subject image) {
        return new Way(service, run, workflow, image, Optional.empty(), 1);
    }

    /** The way of an image whose digest is known, without a job. */
    public static Way of(String service, String run, String workflow, PinnedImage image) {
        return of(service, run, workflow, Subject.of(image));
    }

    /** The way that goes on with this event and with nothing else; empty where the event ends a way, or only tells of one. */
    public static Optional<Way> carriedBy(ImageEvent event, String service) {
        return switch (event) {
            case ImageDue due -> Optional.of(of(service, due.run(), due.workflow(), due.source()));
            case VulnsFound found -> Optional.of(of(service, found.run(), found.workflow(), found.source()));
            case PatchStaged staged -> Optional.of(of(service, staged.run(), staged.workflow(), staged.source()));
            case PatchVerified verified ->
                verified.accepted()
                        ? Optional.of(of(service, verified.run(), verified.workflow(), verified.source()))
                        : Optional.empty();
            case Patched patched -> Optional.empty();
            case ImageStatus status -> Optional.empty();
            case RunCancelled cancelled -> Optional.empty();
        };
    }

    /** The same way, walked by this try of this job. */
    public Way by(UUID worker, int itsAttempt) {
        return new Way(service, run, workflow, image, Optional.of(worker), itsAttempt);
    }

    /** A state that needs no words, reached at that time. */
    public ImageStatus reached(ImageLifecycle state, Instant at) {
        return reached(state, Optional.empty(), at);
    }

    /** A state, with a sentence about it, reached at that time. */
    public ImageStatus reached(ImageLifecycle state, Optional<String> detail, Instant at) {
        return new ImageStatus(run, workflow, image, state.state(), attempt, service, job, reason(state), detail, at);
    }

    /** The end because of this failure, by the rule of {@link ImageLifecycle#endedBy}. */
    public ImageStatus ended(Failure failure, Instant at) {
        return reached(ImageLifecycle.endedBy(failure), Optional.of(failure.detail()), at);
    }

    /** The end because the run was cancelled. */
    public ImageStatus cancelled(Instant at) {
        return reached(new ImageLifecycle.Cancelled(), Optional.of("the run was cancelled"), at);
    }

    private static Optional<ReasonCode> reason(ImageLifecycle state) {
        return switch (state) {
            case ImageLifecycle.Active underWay -> Optional.empty();
            case ImageLifecycle.Patched patched -> Optional.empty();
            case ImageLifecycle.Clean clean -> Optional.of(ReasonCode.NOTHING_TO_PATCH);
            case ImageLifecycle.Skipped skipped -> Optional.of(skipped.reason());
            case ImageLifecycle.Failed failed -> Optional.of(failed.failure().reason());
            case ImageLifecycle.Cancelled cancelled -> Optional.of(ReasonCode.CANCELLED);
        };
    }
}
