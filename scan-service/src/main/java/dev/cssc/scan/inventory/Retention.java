package dev.cssc.scan.inventory;

import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.function.Function;

/** Removes old reports and superseded judgements, in batches, so that no transaction of it is long. Any number of replicas may. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final ReportStore reports;
    private final JudgementStore judgements;
    private final ReportConfig config;

    Retention(Transactions transactions, ReportStore reports, JudgementStore judgements, ReportConfig config) {
        this.transactions = transactions;
        this.reports = reports;
        this.judgements = judgements;
        this.config = config;
    }

    /** One round over everything. */
    @Scheduled(
            every = "1h",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void removeOld() {
        int old = inBatches(tx -> reports.removeOlderThan(tx, config.keep(), BATCH));
        int superseded = inBatches(tx -> judgements.removeSuperseded(tx, config.keepSuperseded(), BATCH));
        if (old + superseded > 0) {
            LOG.infof("removed %d reports and %d superseded judgements", old, superseded);
        }
    }

    private int inBatches(Function<Tx, Uni<Integer>> removal) {
        int removed = 0;
        int last;
        do {
            last = transactions.await(removal);
            removed += last;
        } while (last == BATCH);
        return removed;
    }
}
