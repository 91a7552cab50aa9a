package dev.cssc.patch.meter;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.transaction.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts and times patches for Prometheus. Labels are outcomes, steps and reason codes: a bounded set. What becomes true with a transaction
 * is counted when that is committed.
 */
@ApplicationScoped
public class PatchMeters {
    private final MeterRegistry registry;

    public PatchMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What became of a patch. */
    public enum Outcome {
        /** It lies in the staging repository. */
        STAGED,
        /** It was published. */
        PUBLISHED,
        /** It was not made: there is nothing to gain, or it failed for good. */
        NOT_MADE,
        /** It was made and the judge refused it. */
        REFUSED,
        /** It was accepted and not published. */
        DROPPED,
        /** It was removed, as newer ones are there. */
        RETIRED,
        /** It was to be removed and is there still. */
        STAYS
    }

    /** Does a step and times it, whether it succeeds or not. */
    public <T> T timed(Step step, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            registry.timer("cssc.patch.step", "step", step.label())
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** Counts an outcome once the transaction is committed. */
    public void ended(Tx tx, Outcome outcome, Optional<ReasonCode> reason) {
        tx.afterCommit(() -> registry.counter(
                        "cssc.patches",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "reason",
                        reason.map(ReasonCode::name).orElse(""))
                .increment());
    }

    /** Counts a published patch and what it adds to its image, once the transaction is committed. */
    public void published(Tx tx, long addedBytes) {
        ended(tx, Outcome.PUBLISHED, Optional.empty());
        tx.afterCommit(() -> registry.counter("cssc.patch.added.bytes").increment(addedBytes));
    }

    /** Counts packages that no repository held in the version that fixes them, once the transaction is committed. */
    public void unavailable(Tx tx, int packages) {
        tx.afterCommit(() -> registry.counter("cssc.patch.fixes.unavailable").increment(packages));
    }

    /** Counts images that are looked at again because a fix may be there by now. */
    public void lookedAgain(Tx tx, int images) {
        tx.afterCommit(() -> registry.counter("cssc.patch.fixes.looks").increment(images));
    }
}
