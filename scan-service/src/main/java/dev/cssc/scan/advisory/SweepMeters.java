package dev.cssc.scan.advisory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells how sweeps get on: package sets judged again here ({@code cssc.scan.sweep.judged}), images that this replica told to have become
 * fixable ({@code cssc.scan.sweep.told}), and the package sets that are left to all replicas together ({@code cssc.scan.sweep.left}).
 */
@ApplicationScoped
class SweepMeters {

    private final MeterRegistry meters;
    private final Counter judged;
    private final Counter told;
    private final AtomicLong left = new AtomicLong();

    SweepMeters(MeterRegistry meters) {
        this.meters = meters;
        judged = Counter.builder("cssc.scan.sweep.judged")
                .description("Package sets judged again by this replica")
                .register(meters);
        told = Counter.builder("cssc.scan.sweep.told")
                .description("Images that this replica told to have become fixable")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        Gauge.builder("cssc.scan.sweep.left", left, AtomicLong::get)
                .description("Package sets that the newest sweep has not judged yet, over all replicas")
                .register(meters);
    }

    void judged(int sets) {
        judged.increment(sets);
    }

    void told(int images) {
        told.increment(images);
    }

    void left(long sets) {
        left.set(sets);
    }
}
