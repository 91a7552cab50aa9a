package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;

/**
 * One state change in a run's history, as REST tells it.
 *
 * @param seq place in the history, from 1 without gaps; give it as {@code after} to read on
 * @param at when it happened, by the clock of the service that told
 * @param image {@code registry/repository:tag} of the source
 * @param state the state told
 * @param attempt which try at the step
 * @param service who told
 * @param reason stable code, where the state has one
 * @param detail a sentence, where there is something to say
 */
@RegisterForReflection
public record EventView(
        long seq,
        Instant at,
        String image,
        ImageLifecycle.State state,
        int attempt,
        String service,
        Optional<ReasonCode> reason,
        Optional<String> detail) {
    /** The event as it is shown. */
    public static EventView of(RunEvent event) {
        return new EventView(
                event.seq(),
                event.at(),
                event.name(),
                event.state(),
                event.attempt(),
                event.service(),
                event.reason(),
                event.detail());
    }
}
