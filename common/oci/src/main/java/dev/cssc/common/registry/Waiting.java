package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.time.Duration;

/** How time goes by while a request waits for its turn. */
@FunctionalInterface
interface Waiting {
    /** By sleeping. */
    Waiting SLEEP = (description, time) -> {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ReasonCode.SHUTTING_DOWN, description + ": interrupted while waiting for its turn")
                    .toException();
        }
    };

    /**
     * Comes back after that time.
     *
     * @param description what waits; begins every error message
     */
    void pause(String description, Duration time);
}
