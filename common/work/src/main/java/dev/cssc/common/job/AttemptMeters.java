package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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

    /**
     * Shows that nothing of that kind happened yet, since a rise from nothing at all cannot be seen. Of the reasons only one is shown: with
     * all of them most series would stand at zero for ever.
     */
    void show(String kind) {
        for (Ending ending : Ending.values()) {
            attempts(kind, ending);
        }
        failures(kind, ReasonCode.INTERNAL);
        takeovers(kind);
    }

    void ended(String kind, Ending ending, Duration took) {
        attempts(kind, ending).record(took);
    }

    void failed(String kind, Failure failure) {
        failures(kind, failure.reason()).increment();
    }

    void takenOver(String kind) {
        takeovers(kind).increment();
    }

    private Timer attempts(String kind, Ending ending) {
        return Timer.builder("cssc.job")
                .description("Attempts at jobs and their time")
                .tag("kind", kind)
                .tag("ending", ending.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter failures(String kind, ReasonCode reason) {
        return Counter.builder("cssc.job.failures")
                .description("Attempts that failed")
                .tag("kind", kind)
                .tag("reason", reason.name())
                .register(registry);
    }

    private Counter takeovers(String kind) {
        return Counter.builder("cssc.job.takeovers")
                .description("Jobs taken over from a worker that did not renew its lease")
                .tag("kind", kind)
                .register(registry);
    }
}
