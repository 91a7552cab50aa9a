package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.transaction.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.util.Optional;
import java.util.stream.Stream;

/** Counts how the ways of images end, for Prometheus. Labels are states and reason codes: a bounded set. */
@ApplicationScoped
class ImageMeters {
    private final MeterRegistry registry;

    ImageMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        Stream.of(State.values()).filter(State::terminal).forEach(end -> ended(end, Optional.empty()));
        // A series that begins with its first hundred failures has not risen, and no alert would see them.
        Stream.of(ReasonCode.values()).forEach(reason -> ended(State.FAILED, Optional.of(reason)));
    }

    /** Counts the image once the transaction is committed, where it was on its way before and is at its end now. */
    void moved(Tx tx, Optional<RunImage> before, RunImage now) {
        RunImage.Told told = now.told();
        if (told.state().terminal()
                && before.filter(image -> image.told().state().terminal()).isEmpty()) {
            tx.afterCommit(() -> ended(told.state(), told.reason()).increment());
        }
    }

    private Counter ended(State state, Optional<ReasonCode> reason) {
        return Counter.builder("cssc.images.ended")
                .description("Images that reached their end, once in each run")
                .tag("state", state.name())
                .tag("reason", reason.map(ReasonCode::name).orElse(""))
                .register(registry);
    }
}
