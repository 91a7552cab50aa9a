package dev.cssc.common.meter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells Prometheus what {@code /q/health/ready} answers, so that one can be woken where nothing else asks for it. The checks are made every
 * few seconds, however often the figure is read.
 */
@ApplicationScoped
class ReadinessMeter {
    private static final Logger LOG = Logger.getLogger(ReadinessMeter.class);
    private static final int SECONDS_BETWEEN_CHECKS = 10;

    private final SmallRyeHealthReporter health;
    private final MeterRegistry registry;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("readiness-meter").daemon().factory());
    private volatile boolean ready;

    ReadinessMeter(SmallRyeHealthReporter health, MeterRegistry registry) {
        this.health = health;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        Gauge.builder("cssc.ready", this, meter -> meter.ready ? 1 : 0)
                .description("1 while this replica is ready, 0 while it is not")
                .register(registry);
        clock.scheduleWithFixedDelay(this::check, 0, SECONDS_BETWEEN_CHECKS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void check() {
        try {
            ready = !health.getReadiness().isDown();
        } catch (RuntimeException | Error e) {
            ready = false;
            LOG.warnf("whether the service is ready could not be told: %s", e.toString());
        }
    }
}
