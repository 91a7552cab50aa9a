package dev.cssc.patch.awaited;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.engine.PatchEngine;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has images looked at again whose fix may be in the package repositories by now. It is told as any news of fixable images is
 * ({@link BecameFixable}), so that the workflow reads policy and tags anew: one that is gone or switched off has no more patches made, and a
 * source that was pushed meanwhile is looked at as it is now. Any number of replicas may.
 */
@ApplicationScoped
class SecondLooks {
    private static final Logger LOG = Logger.getLogger(SecondLooks.class);

    /** Most images taken at once; an event of them stays far below the limit of one. */
    static final int BATCH = 500;

    private final AwaitedFixes fixes;
    private final PatchEngine engine;
    private final Transactions transactions;
    private final Outbox outbox;
    private final Clock clock;

    SecondLooks(AwaitedFixes fixes, PatchEngine engine, Transactions transactions, Outbox outbox, Clock clock) {
        this.fixes = fixes;
        this.engine = engine;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Scheduled(
            every = "${cssc.patch.awaited.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void look() {
        int taken;
        do {
            taken = transactions.await(tx -> fixes.takeDue(tx, BATCH).flatMap(due -> tell(tx, due)));
        } while (taken == BATCH);
        transactions.await(fixes::removeOld);
    }

    private Uni<Integer> tell(Tx tx, Map<String, List<Affected>> due) {
        // What is newly known is the state of the repositories, of which nothing but the time can be said. It makes the
        // events' identities.
        Scanner scanner = new Scanner(
                engine.name(), "", "package repositories at " + clock.instant().truncatedTo(ChronoUnit.MILLIS));
        List<BecameFixable> news = new ArrayList<>();
        due.forEach((workflow, images) -> {
            LOG.infof(
                    "%d images of workflow %s are looked at again: their fixes may be there by now",
                    images.size(), workflow);
            news.add(new BecameFixable(workflow, scanner, images));
        });
        int taken = due.values().stream().mapToInt(List::size).sum();
        return outbox.appendAll(tx, 1, news).replaceWith(taken);
    }
}
