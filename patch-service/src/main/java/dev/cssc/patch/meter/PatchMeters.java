package dev.cssc.patch.meter;

import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

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

    void start(@Observes StartupEvent event) {
        for (Step step : Step.values()) {
            steps(step);
        }
        for (Outcome outcome : Outcome.values()) {
            patches(outcome, Optional.empty());
        }
        // A series that begins with its first refusals has not risen, and no alert would see them.
        for (ReasonCode reason : PatchVerified.JUDGEMENTS) {
            patches(Outcome.REFUSED, Optional.of(reason));
        }
        addedBytes();
        fixesUnavailable();
        fixesLooks();
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

    /** Does a step and times it, whether it succeeds or not; the step is a span of the job's trace as well. */
    public <T> T timed(Step step, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return Traces.current().step(step.label(), work);
        } finally {
            steps(step).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** Counts an outcome once the transaction is committed. */
    public void ended(Tx tx, Outcome outcome, Optional<ReasonCode> reason) {
        tx.afterCommit(() -> patches(outcome, reason).increment());
    }

    /** Counts a published patch and what it adds to its image, once the transaction is committed. */
    public void published(Tx tx, long addedBytes) {
        ended(tx, Outcome.PUBLISHED, Optional.empty());
        tx.afterCommit(() -> addedBytes().increment(addedBytes));
    }

    /** Counts packages that no repository held in the version that fixes them, once the transaction is committed. */
    public void unavailable(Tx tx, int packages) {
        tx.afterCommit(() -> fixesUnavailable().increment(packages));
    }

    /** Counts images that are looked at again because a fix may be there by now. */
    public void lookedAgain(Tx tx, int images) {
        tx.afterCommit(() -> fixesLooks().increment(images));
    }

    private Timer steps(Step step) {
        return Timer.builder("cssc.patch.step")
                .description("The steps of patches and their time")
                .tag("step", step.label())
                .register(registry);
    }

    private Counter patches(Outcome outcome, Optional<ReasonCode> reason) {
        return Counter.builder("cssc.patches")
                .description("Patches that this replica ended a step of")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .tag("reason", reason.map(ReasonCode::name).orElse(""))
                .register(registry);
    }

    private Counter addedBytes() {
        return counter("cssc.patch.added.bytes", "Compressed bytes that published patches add to their images");
    }

    private Counter fixesUnavailable() {
        return counter("cssc.patch.fixes.unavailable", "Packages whose fixed version no repository held");
    }

    private Counter fixesLooks() {
        return counter("cssc.patch.fixes.looks", "Images looked at again because of that");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
