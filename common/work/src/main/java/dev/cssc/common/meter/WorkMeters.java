package dev.cssc.common.meter;

import dev.cssc.common.job.JobHandlers;
import dev.cssc.common.job.QueueStore;
import dev.cssc.common.job.WorkerConfig;
import dev.cssc.common.job.WorkerPool;
import dev.cssc.common.outbox.OutboxDepth;
import dev.cssc.common.transaction.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Gauges of queue, workers and outbox. The database is asked once every {@code cssc.worker.figures}, however many gauges are read however
 * often; while it does not answer, the figures of it are not a number rather than old ones.
 */
@ApplicationScoped
class WorkMeters {
    private static final Logger LOG = Logger.getLogger(WorkMeters.class);

    private final MeterRegistry registry;
    private final JobHandlers handlers;
    private final WorkerPool workers;
    private final QueueStore queue;
    private final OutboxDepth outbox;
    private final Transactions transactions;
    private final WorkerConfig config;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("work-meters").daemon().factory());
    private volatile Reading reading = Reading.NONE;

    WorkMeters(
            MeterRegistry registry,
            JobHandlers handlers,
            WorkerPool workers,
            QueueStore queue,
            OutboxDepth outbox,
            Transactions transactions,
            WorkerConfig config) {
        this.registry = registry;
        this.handlers = handlers;
        this.workers = workers;
        this.queue = queue;
        this.outbox = outbox;
        this.transactions = transactions;
        this.config = config;
    }

    /** What the database said last. */
    private record Reading(boolean known, List<QueueStore.Figures> kinds, OutboxDepth.Figures events) {
        static final Reading NONE = new Reading(false, List.of(), new OutboxDepth.Figures(0, 0, 0));

        double of(String kind, ToDoubleFunction<QueueStore.Figures> figure) {
            return known
                    ? kinds.stream()
                            .filter(figures -> figures.name().equals(kind))
                            .mapToDouble(figure)
                            .sum()
                    : Double.NaN;
        }

        double ofEvents(ToDoubleFunction<OutboxDepth.Figures> figure) {
            return known ? figure.applyAsDouble(events) : Double.NaN;
        }
    }

    void start(@Observes StartupEvent event) {
        for (String kind : handlers.kinds()) {
            depth(kind, "queued", QueueStore.Figures::queued);
            depth(kind, "delayed", QueueStore.Figures::delayed);
            depth(kind, "running", QueueStore.Figures::running);
            Gauge.builder("cssc.jobs.oldest", this, m -> m.reading.of(kind, QueueStore.Figures::oldestSeconds))
                    .description("Seconds that the job which is due longest has waited")
                    .baseUnit("seconds")
                    .tag("kind", kind)
                    .register(registry);
        }
        Gauge.builder("cssc.workers.busy", workers, WorkerPool::busy)
                .description("Jobs that this process works on")
                .register(registry);
        Gauge.builder("cssc.workers.capacity", workers, pool -> pool.capacity().jobs())
                .description("Jobs that this process can work on at once")
                .register(registry);
        events("waiting", OutboxDepth.Figures::waiting);
        events("parked", OutboxDepth.Figures::parked);
        Gauge.builder("cssc.outbox.oldest", this, m -> m.reading.ofEvents(OutboxDepth.Figures::oldestSeconds))
                .description("Seconds that the oldest unsent event has waited")
                .baseUnit("seconds")
                .register(registry);
        long pause = Math.max(1, config.figures().toMillis());
        clock.scheduleWithFixedDelay(this::read, 0, pause, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void depth(String kind, String state, ToDoubleFunction<QueueStore.Figures> figure) {
        Gauge.builder("cssc.jobs", this, m -> m.reading.of(kind, figure))
                .description("Jobs that are not over, of all replicas")
                .tag("kind", kind)
                .tag("state", state)
                .register(registry);
    }

    private void events(String state, ToDoubleFunction<OutboxDepth.Figures> figure) {
        Gauge.builder("cssc.outbox.events", this, m -> m.reading.ofEvents(figure))
                .description("Events in the outbox")
                .tag("state", state)
                .register(registry);
    }

    private void read() {
        try {
            reading = transactions.await(tx -> queue.byKind(tx)
                    .flatMap(kinds -> outbox.figures(tx).map(events -> new Reading(true, kinds, events))));
        } catch (RuntimeException | Error e) {
            reading = Reading.NONE;
            LOG.warnf("the figures about jobs and outbox could not be read: %s", e.getMessage());
        }
    }
}
