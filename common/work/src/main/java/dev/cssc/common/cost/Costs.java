package dev.cssc.common.cost;

import dev.cssc.common.transaction.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Counts attempts, in the database and for Prometheus. Its label is the kind of job: a bounded set. */
@ApplicationScoped
public class Costs {
    private final CostStore store;
    private final MeterRegistry registry;

    Costs(CostStore store, MeterRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    /** The attempt ends in this transaction; nothing is to follow in it. */
    public Uni<Void> attemptEnded(Tx tx, UUID job, String kind, Optional<String> image) {
        return store.attemptEnded(tx, job, image)
                .invoke(took -> count(tx, kind, took))
                .replaceWithVoid();
    }

    /** An attempt is known since this transaction to have ended with its worker, after at least that time. */
    public Uni<Void> attemptLost(Tx tx, UUID job, String kind, Optional<String> image, Duration worked) {
        return store.attemptLost(tx, job, image, worked)
                .invoke(took -> count(tx, kind, took))
                .replaceWithVoid();
    }

    private void count(Tx tx, String kind, Duration took) {
        tx.afterCommit(() -> registry.counter("cssc.cost.seconds", "task", kind).increment(took.toNanos() / 1e9));
    }
}
