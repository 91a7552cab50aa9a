package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.Locale;

/** Counts and times attempts for Prometheus. Labels are kinds, endings and reason codes: a bounded set. */
@ApplicationScoped
class AttemptMeters {
    private final MeterRegistry registry;

    AttemptMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** How an attempt ended. */
    enum Ending {
        /** The job is done. */
        DONE,
        /** It failed and is tried again. */
        RETRIED,
        /** It failed for good. */
        FAILED,
        /** Its run was cancelled, or itself. */
        CANCELLED,
        /** It was given back because the service stops. */
        RELEASED,
        /** It was given back to wait for another job. */
        WAITING,
        /** Another worker had taken it over; its result was refused. */
        LOST
    }

    void ended(String kind, Ending ending, Duration took) {
        registry.timer("cssc.job", "kind", kind, "ending", ending.name().toLowerCase(Locale.ROOT))
                .record(took);
    }

    void failed(String kind, Failure failure) {
        registry.counter(
                        "cssc.job.failures",
                        "kind",
                        kind,
                        "reason",
                        failure.reason().name())
                .increment();
    }

    void takenOver(String kind) {
        registry.counter("cssc.job.takeovers", "kind", kind).increment();
    }
}
