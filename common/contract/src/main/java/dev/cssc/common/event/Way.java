package dev.cssc.common.event;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus.Subject;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.PinnedImage;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One image's way through one run, as one service tells of it. Makes the {@link ImageStatus} events, so that every service ends an image
 * by the same rule.
 *
 * @param service who tells
 * @param run the run
 * @param workflow its workflow's name
 * @param image the source image
 */
public record Way(String service, String run, String workflow, Subject image) {
    /** Reasons that are an answer rather than a mishap: nothing went wrong, there is nothing to do here. */
    private static final Set<ReasonCode> ANSWERS = EnumSet.of(
            ReasonCode.NOTHING_TO_PATCH,
            ReasonCode.NO_IMPROVEMENT,
            ReasonCode.UNFIXABLE_ONLY,
            ReasonCode.END_OF_LIFE,
            ReasonCode.UNSUPPORTED_IMAGE);

    /** The way of an image whose digest is known. */
    public static Way of(String service, String run, String workflow, PinnedImage image) {
        return new Way(service, run, workflow, Subject.of(image));
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

    /** A state that needs no words. */
    public ImageStatus reached(State state, int attempt) {
        return status(state, attempt, Optional.empty(), Optional.empty());
    }

    /** A state, with a sentence about it. */
    public ImageStatus reached(State state, int attempt, Optional<String> detail) {
        return status(state, attempt, Optional.empty(), detail);
    }

    /** A terminal state that was settled by a rule of its own. */
    public ImageStatus ended(State state, ReasonCode reason, String detail, int attempt) {
        return status(state, attempt, Optional.of(reason), Optional.of(detail));
    }

    /** The end because of this failure: {@code SKIPPED} where the reason is an answer, else {@code FAILED}. */
    public ImageStatus ended(Failure failure, int attempt) {
        State state = ANSWERS.contains(failure.reason()) ? State.SKIPPED : State.FAILED;
        return ended(state, failure.reason(), failure.detail(), attempt);
    }

    /** The end because the run was cancelled. */
    public ImageStatus cancelled(int attempt) {
        return ended(State.CANCELLED, ReasonCode.CANCELLED, "the run was cancelled", attempt);
    }

    private ImageStatus status(State state, int attempt, Optional<ReasonCode> reason, Optional<String> detail) {
        return new ImageStatus(run, workflow, image, state, attempt, service, reason, detail, Instant.now());
    }
}
