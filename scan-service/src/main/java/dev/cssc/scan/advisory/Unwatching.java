package dev.cssc.scan.advisory;

import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.inventory.MemoryConfig;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Ends the watching of images that no workflow makes due any more: it was removed, or selects them no more, or their tags are gone. In
 * batches, so that no transaction of it is long. Any number of replicas may.
 */
@ApplicationScoped
class Unwatching {
    private static final Logger LOG = Logger.getLogger(Unwatching.class);

    /** Rows of one transaction. */
    static final int BATCH = 500;

    private final Transactions transactions;
    private final WatchedImageStore watched;
    private final MemoryConfig config;

    Unwatching(Transactions transactions, WatchedImageStore watched, MemoryConfig config) {
        this.transactions = transactions;
        this.watched = watched;
        this.config = config;
    }

    /** One round. */
    @Scheduled(
            every = "1h",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void removeOld() {
        int removed = 0;
        int last;
        do {
            last = transactions.await(tx -> watched.removeNotDueFor(tx, config.keepWatched(), BATCH));
            removed += last;
        } while (last == BATCH);
        if (removed > 0) {
            LOG.infof(
                    "%d images are watched no longer: no workflow made them due for %s", removed, config.keepWatched());
        }
    }
}
