package dev.cssc.common.retention;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;

/**
 * Removes rows by their age, by the database's clock: a batch a statement, passing over rows that another replica removes at this moment.
 * The log of a job goes with it.
 */
@ApplicationScoped
class ExpiredRows {
    private static final String JOBS = """
            delete from job where id in (
                select id from job where ended_at < now() - make_interval(secs => :keep)
                order by ended_at limit :batch for update skip locked)
            """;

    private static final String PROCESSED = """
            delete from processed_event where id in (
                select id from processed_event where at < now() - make_interval(secs => :keep)
                order by at limit :batch for update skip locked)
            """;

    // Not while a job of that run is to come to its end still.
    private static final String CANCELLED = """
            delete from cancelled_run where run in (
                select run from cancelled_run where at < now() - make_interval(secs => :keep)
                  and not exists (select 1 from job where job.run = cancelled_run.run and job.state in ('QUEUED', 'RUNNING'))
                order by at limit :batch for update skip locked)
            """;

    private static final String COSTS = """
            delete from cost where ctid in (
                select ctid from cost
                where month < date_trunc('month', now() at time zone 'UTC') - make_interval(months => :months - 1)
                order by month limit :batch for update skip locked)
            """;

    /** Ended jobs; answers how many. */
    Uni<Integer> jobs(Tx tx, Duration keep, int batch) {
        return remove(tx, JOBS, keep, batch);
    }

    /** Ids of processed events; answers how many. */
    Uni<Integer> processedEvents(Tx tx, Duration keep, int batch) {
        return remove(tx, PROCESSED, keep, batch);
    }

    /** Cancelled runs; answers how many. */
    Uni<Integer> cancelledRuns(Tx tx, Duration keep, int batch) {
        return remove(tx, CANCELLED, keep, batch);
    }

    /** Seconds of months before the newest {@code months}, the present one counted; answers how many rows. */
    Uni<Integer> costs(Tx tx, int months, int batch) {
        return tx.statement(COSTS)
                .setParameter("months", months)
                .setParameter("batch", batch)
                .executeUpdate();
    }

    private static Uni<Integer> remove(Tx tx, String delete, Duration keep, int batch) {
        return tx.statement(delete)
                .setParameter("keep", keep.toMillis() / 1000.0)
                .setParameter("batch", batch)
                .executeUpdate();
    }
}
