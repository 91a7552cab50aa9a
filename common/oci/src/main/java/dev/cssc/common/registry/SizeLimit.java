package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

/** Refusal of what is larger than it may be. */
final class SizeLimit {
    private SizeLimit() {}

    static FailureException exceeded(String description, long limit) {
        return Failure.of(ReasonCode.TOO_LARGE, description + ": more than " + limit + " bytes")
                .toException();
    }
}
