package dev.cssc.patch.rebase;

import dev.cssc.patch.rebase.RebaseRefusal.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Counts rebases, and what was not rebased and why, for Prometheus. */
@ApplicationScoped
class RebaseMeters {
    private final MeterRegistry meters;

    RebaseMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        rebases();
        for (Reason reason : Reason.values()) {
            refusals(reason);
        }
    }

    void rebased() {
        rebases().increment();
    }

    void refused(RebaseRefusal refusal) {
        refusals(refusal.reason()).increment();
    }

    private Counter rebases() {
        return Counter.builder("cssc.patch.rebases")
                .description("Images put on a newer build of their base")
                .register(meters);
    }

    private Counter refusals(Reason reason) {
        return Counter.builder("cssc.patch.rebase.refusals")
                .description("Images that were not put on a newer build of their base, by rule")
                .tag("reason", reason.name())
                .register(meters);
    }
}
