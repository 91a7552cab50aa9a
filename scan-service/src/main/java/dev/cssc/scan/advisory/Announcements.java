package dev.cssc.scan.advisory;

import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.advisory.AnnouncementStore.Audience;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;

/**
 * Tells what became fixable, to each workflow worst first. What is found during a sweep is told when the sweep is over, or when it has
 * waited long enough; a service that stops meanwhile goes on telling after its start. Any number of replicas may: each row is told by one.
 */
@ApplicationScoped
class Announcements {

    /** Most images of one event: far below the largest value that an event may have. */
    static final int MOST_IMAGES = 500;

    private final Transactions transactions;
    private final AnnouncementStore store;
    private final SweepProgress progress;
    private final SweepMeters meters;
    private final Outbox outbox;
    private final AdvisoryConfig config;

    Announcements(
            Transactions transactions,
            AnnouncementStore store,
            SweepProgress progress,
            SweepMeters meters,
            Outbox outbox,
            AdvisoryConfig config) {
        this.transactions = transactions;
        this.store = store;
        this.progress = progress;
        this.meters = meters;
        this.outbox = outbox;
        this.config = config;
    }

    @Scheduled(
            every = "${cssc.scan.advisory.tell-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void tellDue() {
        for (Audience audience : transactions.await(tx -> store.due(tx, config.gather()))) {
            int told;
            do {
                told = transactions.await(tx -> tell(tx, audience));
            } while (told == MOST_IMAGES);
        }
    }

    /** Tells the worst ones; answers how many. */
    Uni<Integer> tell(Tx tx, Audience audience) {
        return store.take(tx, audience, MOST_IMAGES)
                .call(worst -> worst.isEmpty() ? Uni.createFrom().voidItem() : tell(tx, audience, worst))
                .map(List::size);
    }

    private Uni<Void> tell(Tx tx, Audience audience, List<Announcement> worst) {
        tx.afterCommit(() -> meters.told(worst.size()));
        return outbox.append(
                        tx,
                        Announcement.attempt(worst),
                        Announcement.event(audience.workflow(), audience.judge(), worst))
                .chain(() -> progress.told(tx, audience.judge(), worst.size()));
    }
}
