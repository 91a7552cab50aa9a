package dev.cssc.scan.advisory;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.UpkeepHandler;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.KnowledgeStore;
import dev.cssc.scan.inventory.PackageSetStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that judge stored package sets again. Each step of some sets is a transaction of its own (several, where many images have
 * them), in which the new judgements, the new verdicts on watched images and the news of those that became fixable become true together; a
 * later attempt goes on after the last. What one that is given up leaves, {@link Sweeps} finds, and has it done again.
 */
@ApplicationScoped
public class RejudgeHandler implements UpkeepHandler {
    private static final Logger LOG = Logger.getLogger(RejudgeHandler.class);

    /** Package sets of one transaction. */
    private static final int STEP = 100;

    /** Time for a replica that still has the older database; another one may take the job meanwhile. */
    private static final Duration CATCHING_UP = Duration.ofSeconds(30);

    private final ScanEngine engine;
    private final Transactions transactions;
    private final KnowledgeStore knowledges;
    private final PackageSetStore sets;
    private final SweepStore sweeps;
    private final NewVerdicts verdicts;

    RejudgeHandler(
            ScanEngine engine,
            Transactions transactions,
            KnowledgeStore knowledges,
            PackageSetStore sets,
            SweepStore sweeps,
            NewVerdicts verdicts) {
        this.engine = engine;
        this.transactions = transactions;
        this.knowledges = knowledges;
        this.sets = sets;
        this.sweeps = sweeps;
        this.verdicts = verdicts;
    }

    @Override
    public String kind() {
        return RejudgeOrder.KIND;
    }

    @Override
    public Effect run(Job job) {
        RejudgeOrder order = RejudgeOrder.of(job);
        InventoryMatcher matcher = engine.matcher()
                .orElseThrow(() -> Failure.of(
                                ReasonCode.ENGINE_UNAVAILABLE,
                                "judging " + job.subject() + ": the engine " + engine.name() + " has to see images")
                        .toException());
        Knowledge knowledge = new Knowledge(matcher.knowledge(), engine.options());
        long number = transactions.await(tx -> knowledges.number(tx, knowledge));
        if (number != order.knowledge()
                && transactions.await(tx -> knowledges.isLater(tx, number, order.knowledge()))) {
            LOG.infof("%s is superseded by a newer database", job.subject());
            return Effect.none();
        }
        if (number != order.knowledge()) {
            throw new Failure(
                            ReasonCode.DATABASE_UNAVAILABLE,
                            "judging " + job.subject() + ": this replica still has the database "
                                    + knowledge.scanner().database(),
                            Retry.after(CATCHING_UP))
                    .toException();
        }
        List<Long> watched =
                transactions.await(tx -> sweeps.sets(tx, knowledge.scanner().name(), order.chunk()));
        for (int from = 0; from < watched.size(); from += STEP) {
            step(job, matcher, knowledge, number, watched.subList(from, Math.min(watched.size(), from + STEP)));
        }
        return Effect.none();
    }

    private void step(Job job, InventoryMatcher matcher, Knowledge knowledge, long number, List<Long> step) {
        List<Long> missing = new ArrayList<>(step);
        missing.removeAll(transactions.await(tx -> sweeps.judged(tx, number, step)));
        Map<Long, Inventory> inventories = transactions.await(tx -> sets.read(tx, missing));
        InventoryMatcher.Matches matches = matcher.matchAll(inventories.values());
        Map<Long, ScanOutcome.Scanned> scans = new HashMap<>();
        inventories.forEach((set, inventory) -> {
            Digest digest = inventory.digest();
            Optional.ofNullable(matches.outcomes().get(digest)).ifPresent(scan -> {
                requireSame(job, knowledge, scan);
                scans.put(set, scan);
            });
            Optional.ofNullable(matches.failures().get(digest))
                    .ifPresent(failure -> LOG.logf(
                            // Those whose image has to be looked at are met in each sweep, and that is as it should be.
                            failure.reason() == ReasonCode.SCAN_INCONCLUSIVE ? Logger.Level.DEBUG : Logger.Level.WARN,
                            "package set %d could not be judged again: %s %s",
                            set,
                            failure.reason(),
                            failure.detail()));
        });
        // Sets that a scan judged meanwhile are looked at too: the image that was scanned need not be the only one with
        // that set.
        verdicts.settle(knowledge, number, step, scans);
    }

    /** The database may have changed since the job began: what another one says is not this one's. */
    private static void requireSame(Job job, Knowledge knowledge, ScanOutcome.Scanned scan) {
        if (!scan.scanner().knowsWhat(knowledge.scanner())) {
            throw Failure.of(
                            ReasonCode.DATABASE_UNAVAILABLE,
                            "judging " + job.subject() + ": meanwhile the database is "
                                    + scan.scanner().database())
                    .toException();
        }
    }
}
