package dev.cssc.common.cost;

import dev.cssc.common.transaction.Tx;
import io.micrometer.core.instrument.Counter;
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

    /** Shows that nothing was spent on jobs of that kind yet. */
    public void show(String kind) {
        seconds(kind);
    }

    /** The attempt ends in this transaction; nothing is to follow in it. */
    public Uni<Void> attemptEnded(Tx tx, UUID job, String kind, Optional<String> image) {
        return counted(tx, kind, store.attemptEnded(tx, job, image));
    }

    /** An attempt is known since this transaction to have ended with its worker, after at least that time. */
    public Uni<Void> attemptLost(Tx tx, UUID job, String kind, Optional<String> image, Duration worked) {
        return counted(tx, kind, store.attemptLost(tx, job, image, worked));
    }

    private Uni<Void> counted(Tx tx, String kind, Uni<Duration> took) {
        return took.invoke(time -> tx.afterCommit(() -> seconds(kind).increment(time.toNanos() / 1e9)))
                .replaceWithVoid();
    }

    private Counter seconds(String kind) {
        return Counter.builder("cssc.cost.seconds")
                .description("Seconds that are billed")
                .tag("task", kind)
                .register(registry);
    }
}
