package dev.cssc.scan.advisory;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.database.Database;
import dev.cssc.scan.database.EngineDatabase;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.inventory.KnowledgeStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Watches the vulnerability database. Where it is another one, all package sets of watched images are to be judged again: that is cut into
 * jobs, so that replicas share it and a restart goes on where it stopped. Any number of replicas may watch at once: one of them begins. A
 * database that an operator forced counts as the newest, also where it is older than another one that judged before.
 */
@ApplicationScoped
class Sweeps {
    private static final Logger LOG = Logger.getLogger(Sweeps.class);

    private static final Duration LATE_PERIOD = Duration.ofMinutes(10);

    private final ScanEngine engine;
    private final EngineDatabase database;
    private final Transactions transactions;
    private final KnowledgeStore knowledges;
    private final SweepStore sweeps;
    private final SweepProgress progress;
    private final SweepMeters meters;
    private final JobStore jobs;
    private final AdvisoryConfig config;
    private final Clock clock;

    Sweeps(
            ScanEngine engine,
            EngineDatabase database,
            Transactions transactions,
            KnowledgeStore knowledges,
            SweepStore sweeps,
            SweepProgress progress,
            SweepMeters meters,
            JobStore jobs,
            AdvisoryConfig config,
            Clock clock) {
        this.engine = engine;
        this.database = database;
        this.transactions = transactions;
        this.knowledges = knowledges;
        this.sweeps = sweeps;
        this.progress = progress;
        this.meters = meters;
        this.jobs = jobs;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${cssc.scan.advisory.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void watch() {
        knowledge().ifPresent(knowledge -> {
            Optional<Database> forced = database.forced()
                    .filter(chosen ->
                            chosen.identity().equals(knowledge.scanner().database()));
            int chunks = transactions.await(tx -> begin(tx, knowledge, forced.isPresent()));
            forced.ifPresent(database::noted);
            if (chunks > 0) {
                LOG.infof(
                        "the database is %s: judging what is stored again, in %d chunks",
                        knowledge.scanner().database(), chunks);
            }
            meters.left(transactions.await(tx -> progress.finish(tx)
                    .chain(() -> progress.newest(tx))
                    .map(newest -> newest.map(SweepProgress.Sweep::setsLeft).orElse(0))));
        });
    }

    /** What judges inventories now; empty where nothing does, or not yet. */
    private Optional<Knowledge> knowledge() {
        try {
            return engine.matcher().map(InventoryMatcher::knowledge).map(now -> new Knowledge(now, engine.options()));
        } catch (FailureException e) {
            LOG.debugf("no database to watch: %s", e.failure().detail());
            return Optional.empty();
        }
    }

    private Uni<Integer> begin(Tx tx, Knowledge knowledge, boolean forced) {
        return knowledges
                .number(tx, knowledge)
                .call(number -> forced
                        ? useAgain(tx, knowledge, number)
                        : Uni.createFrom().voidItem())
                .flatMap(number -> sweeps.begin(tx, number)
                        .flatMap(begun -> begun ? enqueue(tx, knowledge, number) : enqueueLate(tx, knowledge, number)));
    }

    private Uni<Void> useAgain(Tx tx, Knowledge knowledge, long number) {
        return knowledges.useAgain(tx, number).flatMap(again -> {
            if (!again) {
                return Uni.createFrom().voidItem();
            }
            LOG.infof(
                    "the database %s was forced: it is the newest now",
                    knowledge.scanner().database());
            return sweeps.withdrawn(tx, number);
        });
    }

    /** What cannot be judged at all is tried again with each period only. */
    private Uni<Integer> enqueueLate(Tx tx, Knowledge knowledge, long number) {
        int period = Math.toIntExact(clock.instant().getEpochSecond() / LATE_PERIOD.toSeconds());
        return sweeps.late(tx, number, knowledge.scanner().name(), config.chunk())
                .flatMap(chunks -> jobs.enqueueAll(
                        tx,
                        chunks.stream()
                                .map(chunk -> new RejudgeOrder(number, chunk).job(knowledge.scanner(), period))
                                .toList()));
    }

    private Uni<Integer> enqueue(Tx tx, Knowledge knowledge, long number) {
        return sweeps.chunks(tx, knowledge.scanner().name(), config.chunk())
                .flatMap(chunks -> sweeps.note(tx, number, knowledge.scanner().name(), chunks.size())
                        .chain(() -> jobs.enqueueAll(
                                tx,
                                chunks.stream()
                                        .map(chunk -> new RejudgeOrder(number, chunk).job(knowledge.scanner()))
                                        .toList())));
    }
}
