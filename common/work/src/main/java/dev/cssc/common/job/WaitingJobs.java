package dev.cssc.common.job;

import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Jobs that wait until somebody wakes them, without a worker. Giving back and waking take turns by key, so that nobody is left waiting for
 * what was over when he lay down. Every method works within the caller's transaction.
 */
@ApplicationScoped
public class WaitingJobs {
    private static final String ONE_AT_A_TIME = "select cast(pg_advisory_xact_lock(hashtextextended(:key, 1)) as text)";

    private static final String GIVE_BACK = """
            update job
            set state = 'QUEUED', attempt = attempt - 1, owner = null, lease_until = null,
                exclusive = case when cancel_requested then null else exclusive end,
                awaits = case when cancel_requested then null else nullif(:key, '') end,
                not_before = case when cancel_requested then now() else now() + make_interval(secs => :delay) end
            where id = cast(:id as uuid) and fence = :fence and state = 'RUNNING'
            """;

    private static final String WAKE =
            "update job set not_before = now(), awaits = null where awaits = :key and state = 'QUEUED'";

    private final WorkSignal signal;

    WaitingJobs(WorkSignal signal) {
        this.signal = signal;
    }

    /** Gives the job back until it is woken. */
    Uni<Hold> giveBack(Tx tx, Lease lease, AwaitedException awaited) {
        return lock(tx, awaited.key())
                .chain(() -> awaited.still(tx))
                .flatMap(still -> tx.statement(GIVE_BACK)
                        .setParameter("key", still ? awaited.key() : "")
                        .setParameter("delay", still ? awaited.atMost().toMillis() / 1000.0 : 0.0)
                        .setParameter("id", lease.job().toString())
                        .setParameter("fence", lease.fence())
                        .executeUpdate())
                .map(rows -> rows == 1 ? Hold.HELD : Hold.LOST);
    }

    /** Has every job that waits for that tried now; to be called in the transaction in which it comes true. Answers how many. */
    public Uni<Integer> wake(Tx tx, String key) {
        tx.afterCommit(signal::raise);
        return lock(tx, key)
                .chain(() -> tx.statement(WAKE).setParameter("key", key).executeUpdate());
    }

    private static Uni<String> lock(Tx tx, String key) {
        return tx.column(ONE_AT_A_TIME, String.class).setParameter("key", key).getSingleResult();
    }
}
