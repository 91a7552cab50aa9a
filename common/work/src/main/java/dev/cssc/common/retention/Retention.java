package dev.cssc.common.retention;

import dev.cssc.common.cost.Pricing;
import dev.cssc.common.job.WorkerConfig;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Removes what ended longer than {@code cssc.worker.keep} ago, and seconds of months that need not be known any more, every
 * {@code cssc.worker.sweep}. In small batches, each a transaction of its own, so that nobody waits for it; any number of replicas may do
 * it at once.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 500;

    private final ExpiredRows rows;
    private final Transactions transactions;
    private final WorkerConfig config;
    private final Pricing pricing;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("retention").daemon().factory());
    private volatile boolean stopping;

    Retention(ExpiredRows rows, Transactions transactions, WorkerConfig config, Pricing pricing) {
        this.rows = rows;
        this.transactions = transactions;
        this.config = config;
        this.pricing = pricing;
    }

    /** What a sweep removed. */
    public record Removed(int jobs, int processedEvents, int cancelledRuns, int costs) {}

    void start(@Observes StartupEvent event) {
        long pause = Math.max(1, config.sweep().toMillis());
        clock.scheduleWithFixedDelay(this::sweepOrWarn, pause, pause, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        clock.shutdownNow();
    }

    /** Removes everything that is old enough now. Blocks. */
    public Removed sweep() {
        return new Removed(
                ended(rows::jobs),
                ended(rows::processedEvents),
                ended(rows::cancelledRuns),
                all(tx -> rows.costs(tx, pricing.keepMonths(), BATCH)));
    }

    private int ended(Batch batch) {
        return all(tx -> batch.remove(tx, config.keep(), BATCH));
    }

    private int all(Function<Tx, Uni<Integer>> batch) {
        int removed = 0;
        int last;
        do {
            last = transactions.await(batch);
            removed += last;
        } while (last == BATCH && !stopping);
        return removed;
    }

    private void sweepOrWarn() {
        try {
            Removed removed = sweep();
            LOG.debugf("removed %s", removed);
        } catch (RuntimeException | Error e) {
            LOG.warnf("old jobs could not be removed, trying again later: %s", e.getMessage());
        }
    }

    /** Removes one batch of one thing. */
    @FunctionalInterface
    private interface Batch {
        Uni<Integer> remove(Tx tx, Duration keep, int most);
    }
}
