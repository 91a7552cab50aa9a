package dev.cssc.patch.rebase;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts rebases, and what was not rebased and why, for Prometheus. */
@ApplicationScoped
class RebaseMeters {
    private final MeterRegistry meters;

    RebaseMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void rebased() {
        meters.counter("cssc.patch.rebases").increment();
    }

    void refused(RebaseRefusal refusal) {
        meters.counter("cssc.patch.rebase.refusals", "reason", refusal.reason().name())
                .increment();
    }
}
