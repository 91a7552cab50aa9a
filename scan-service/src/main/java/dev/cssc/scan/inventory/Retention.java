package dev.cssc.scan.inventory;

import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.function.Function;

/**
 * Removes old reports, superseded judgements, and what is known of images that nobody needs any more, in batches, so that no transaction of
 * it is long. Any number of replicas may.
 */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Rows of one transaction. */
    static final int BATCH = 500;

    /** Each is some hundred rows. */
    static final int SETS = 50;

    private final Transactions transactions;
    private final ReportStore reports;
    private final JudgementStore judgements;
    private final UnusedStore unused;
    private final ReportConfig config;
    private final MemoryConfig memory;

    Retention(
            Transactions transactions,
            ReportStore reports,
            JudgementStore judgements,
            UnusedStore unused,
            ReportConfig config,
            MemoryConfig memory) {
        this.transactions = transactions;
        this.reports = reports;
        this.judgements = judgements;
        this.unused = unused;
        this.config = config;
        this.memory = memory;
    }

    /** One round over everything. */
    @Scheduled(
            every = "1h",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void removeOld() {
        int old = inBatches(BATCH, tx -> reports.removeOlderThan(tx, config.keep(), BATCH));
        int superseded = inBatches(BATCH, tx -> judgements.removeSuperseded(tx, config.keepSuperseded(), BATCH));
        int images = inBatches(BATCH, tx -> unused.removeImages(tx, memory.keepUnwatched(), BATCH));
        int manifests = inBatches(BATCH, tx -> unused.removeManifests(tx, memory.keepUnwatched(), BATCH));
        int sets = inBatches(SETS, tx -> unused.removeSets(tx, memory.keepUnwatched(), SETS));
        int layers = inBatches(BATCH, tx -> unused.removeLayers(tx, memory.keepUnwatched(), BATCH))
                + inBatches(BATCH, tx -> unused.removeFoundations(tx, memory.keepUnwatched(), BATCH));
        int knowledge = inBatches(BATCH, tx -> unused.removeKnowledge(tx, memory.keepUnwatched(), BATCH));
        if (old + superseded + images + manifests + sets + layers + knowledge > 0) {
            LOG.infof(
                    "removed %d reports, %d superseded judgements, and of what nobody needs %d images, %d manifests, %d package sets,"
                            + " %d layers or foundations and %d databases' numbers",
                    old, superseded, images, manifests, sets, layers, knowledge);
        }
    }

    private int inBatches(int batch, Function<Tx, Uni<Integer>> removal) {
        int removed = 0;
        int last;
        do {
            last = transactions.await(removal);
            removed += last;
        } while (last == batch);
        return removed;
    }
}
