package dev.cssc.patch.status;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.PinnedImage;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One image's way through one run, as far as this service tells of it.
 *
 * @param run the run
 * @param workflow its workflow's name
 * @param source the image
 */
public record Way(String run, String workflow, PinnedImage source) {
    private static final String SERVICE = "patch";

    /** Reasons that are an answer rather than a mishap: nothing went wrong, there was nothing to do here. */
    private static final Set<ReasonCode> NO_MISHAP = EnumSet.of(
            ReasonCode.NOTHING_TO_PATCH,
            ReasonCode.NO_IMPROVEMENT,
            ReasonCode.UNFIXABLE_ONLY,
            ReasonCode.END_OF_LIFE,
            ReasonCode.UNSUPPORTED_IMAGE);

    /** A state that needs no reason. */
    public ImageStatus reached(State state, int attempt) {
        return status(state, attempt, Optional.empty(), Optional.empty());
    }

    /** A state, with a sentence about it. */
    public ImageStatus reached(State state, int attempt, Optional<String> detail) {
        return status(state, attempt, Optional.empty(), detail);
    }

    /** The end because of this failure: {@code SKIPPED} where the reason is an answer, else {@code FAILED}. */
    public ImageStatus ended(Failure failure, int attempt) {
        State state = NO_MISHAP.contains(failure.reason()) ? State.SKIPPED : State.FAILED;
        return status(state, attempt, Optional.of(failure.reason()), Optional.of(failure.detail()));
    }

    /** The end because the run was cancelled. */
    public ImageStatus cancelled(int attempt) {
        return status(State.CANCELLED, attempt, Optional.of(ReasonCode.CANCELLED), Optional.empty());
    }

    private ImageStatus status(State state, int attempt, Optional<ReasonCode> reason, Optional<String> detail) {
        return new ImageStatus(
                run, workflow, ImageStatus.Subject.of(source), state, attempt, SERVICE, reason, detail, Instant.now());
    }
}
