package dev.cssc.patch.graft;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what was taken over, and what was not and why, for Prometheus. */
@ApplicationScoped
class GraftMeters {
    private final MeterRegistry meters;

    GraftMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void grafted() {
        meters.counter("cssc.patch.grafts").increment();
    }

    void refused(GraftRefusal refusal) {
        meters.counter("cssc.patch.graft.refusals", "reason", refusal.reason().name())
                .increment();
    }

    void waited() {
        meters.counter("cssc.patch.graft.waits").increment();
    }
}
