package dev.cssc.scan.job;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.ImageStatus.Subject;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.time.Instant;
import java.util.Optional;

/**
 * One image's way through one run, as far as this service tells of it.
 *
 * @param run the run
 * @param workflow its workflow's name
 * @param image the source image
 * @param attempt which try of the job tells it
 */
record Way(String run, String workflow, Subject image, int attempt) {

    private static final String SERVICE = "scan";

    ImageStatus reached(State state, String detail) {
        return status(state, Optional.empty(), Optional.of(detail));
    }

    ImageStatus reached(State state) {
        return status(state, Optional.empty(), Optional.empty());
    }

    ImageStatus ended(State state, ReasonCode reason, String detail) {
        return status(state, Optional.of(reason), Optional.of(detail));
    }

    ImageStatus failed(Failure failure) {
        return ended(State.FAILED, failure.reason(), failure.detail());
    }

    ImageStatus cancelled() {
        return ended(State.CANCELLED, ReasonCode.CANCELLED, "the run was cancelled");
    }

    private ImageStatus status(State state, Optional<ReasonCode> reason, Optional<String> detail) {
        return new ImageStatus(run, workflow, image, state, attempt, SERVICE, reason, detail, Instant.now());
    }
}
