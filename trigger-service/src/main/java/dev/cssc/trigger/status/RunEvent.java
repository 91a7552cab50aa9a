package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;

/**
 * One state change, as it was told; kept in the order of its arrival.
 *
 * @param run the run
 * @param seq place in the run's history, from 1
 * @param name {@code registry/repository:tag} of the source
 * @param state the state told
 * @param attempt which try at the step
 * @param service who told
 * @param reason stable code, where the state has one
 * @param detail a sentence, where there is something to say
 * @param at when it happened, by the clock of the service that told
 */
@RegisterForReflection
public record RunEvent(
        String run,
        long seq,
        String name,
        State state,
        int attempt,
        String service,
        Optional<ReasonCode> reason,
        Optional<String> detail,
        Instant at) {

    static RunEvent of(long seq, ImageStatus status) {
        return new RunEvent(
                status.run(),
                seq,
                status.image().name(),
                status.state(),
                status.attempt(),
                status.service(),
                status.reason(),
                status.detail(),
                status.at());
    }

    static RunEvent of(long seq, RunImage image) {
        RunImage.Told told = image.told();
        return new RunEvent(
                image.run(),
                seq,
                image.source().name(),
                told.state(),
                told.attempt(),
                told.service(),
                told.reason(),
                told.detail(),
                told.at());
    }
}
