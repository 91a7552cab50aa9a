package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.trace.TraceContext;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The jobs in the database. All times are the database's. Every method works within the caller's transaction. */
@ApplicationScoped
public class JobStore {
    // A job of a run that was cancelled before is stored all the same, marked: a worker then ends it as cancelled, so
    // that the image's way has its end. It will not be worked on, so it need not wait for whoever has its key.
    private static final String ENQUEUE = """
            insert into job (id, kind, run, subject, payload, priority, flow, exclusive, cancel_requested,
                             traceparent, tracestate)
            select id, kind, run, subject, payload, priority, flow, case when cancelled then null else exclusive end, cancelled,
                   nullif(trace->>'parent', ''), nullif(trace->>'state', '')
            from (select j.*, exists (select 1 from cancelled_run c where c.run = j.run) as cancelled
                  from json_to_recordset(cast(cast(:jobs as text) as json)) as j(
                      id uuid, kind text, run text, subject text, payload text, priority integer, flow text, exclusive text, trace json)) as known
            order by id
            on conflict (id) do nothing
            """;

    private static final String CANCELLED_RUNS =
            "select run from cancelled_run where run in (select json_array_elements_text(cast(cast(:runs as text) as json)))";

    private static final String RENEW = """
            update job set lease_until = now() + make_interval(secs => :lease)
            where id = cast(:id as uuid) and fence = :fence and state = 'RUNNING'
            returning cancel_requested
            """;

    private static final String END = """
            update job set state = :state, reason = :reason, detail = :detail, ended_at = now(), owner = null, lease_until = null
            where id = cast(:id as uuid) and fence = :fence and state = 'RUNNING'
            """;

    private static final String RETRY = """
            update job
            set state = 'QUEUED', reason = :reason, detail = :detail, owner = null, lease_until = null,
                exclusive = case when cancel_requested then null else exclusive end,
                not_before = case when cancel_requested then now() else now() + make_interval(secs => :delay) end
            where id = cast(:id as uuid) and fence = :fence and state = 'RUNNING'
            """;

    private static final String RELEASE = """
            update job
            set state = 'QUEUED', attempt = attempt - 1, not_before = now(), owner = null, lease_until = null,
                exclusive = case when cancel_requested then null else exclusive end
            where id = cast(:id as uuid) and fence = :fence and state = 'RUNNING'
            """;

    private static final String REMEMBER_CANCELLED =
            "insert into cancelled_run (run) values (:run) on conflict (run) do nothing";

    private static final String REQUEST_CANCEL = """
            update job set cancel_requested = true, not_before = least(not_before, now()),
                           exclusive = case state when 'QUEUED' then null else exclusive end
            where run = :run and state in ('QUEUED', 'RUNNING')
            """;

    private final WorkSignal signal;
    private final WorkerConfig config;
    private final Clock clock;

    JobStore(WorkSignal signal, WorkerConfig config, Clock clock) {
        this.signal = signal;
        this.config = config;
        this.clock = clock;
    }

    /** Stores a job; false where one of that id is stored already, which changes nothing. */
    public Uni<Boolean> enqueue(Tx tx, NewJob job) {
        return enqueueAll(tx, List.of(job)).map(rows -> rows == 1);
    }

    /** Stores those of the jobs that are not stored yet, with one statement; answers how many that were. */
    public Uni<Integer> enqueueAll(Tx tx, Collection<NewJob> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        tx.afterCommit(signal::raise);
        return tx.statement(ENQUEUE)
                .setParameter(
                        "jobs",
                        JsonRows.write(all.stream()
                                .map(job -> job.following(job.trace().or(tx.trace())))
                                .toList()))
                .executeUpdate();
    }

    /** Those of the runs of which nothing is wanted any more. */
    public Uni<Set<String>> cancelledAmong(Tx tx, Collection<String> runs) {
        return tx.column(CANCELLED_RUNS, String.class)
                .setParameter("runs", JsonRows.write(Set.copyOf(runs)))
                .getResultList()
                .map(Set::copyOf);
    }

    /**
     * Takes the job of these kinds whose turn it is, new or abandoned, as {@link ClaimStatement} says; empty where there is none. Fails
     * where another claim took a job of the same exclusive key at this moment ({@link Exclusion}): then claim again.
     */
    public Uni<Optional<Claimed>> claim(Tx tx, Collection<String> kinds, String owner) {
        return tx.rows(ClaimStatement.SQL)
                .setParameter("kinds", String.join(",", kinds))
                .setParameter("owner", owner)
                .setParameter("lease", seconds(config.lease()))
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(this::claimed));
    }

    private Claimed claimed(Object[] row) {
        UUID id = UUID.fromString((String) row[0]);
        int attempt = ((Number) row[5]).intValue();
        Job job = new Job(
                id,
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                attempt,
                attempt >= config.attempts(),
                // The age is the database's to tell: clocks differ.
                clock.instant().minusNanos((long) (((Number) row[9]).doubleValue() * 1e9)));
        return new Claimed(
                new Lease(id, ((Number) row[6]).longValue()),
                job,
                (String) row[11],
                (Boolean) row[7],
                attempt > config.attempts(),
                (Boolean) row[8],
                heldBefore((Boolean) row[8], ((Number) row[10]).longValue()),
                new TraceContext((String) row[12], (String) row[13]));
    }

    /** A lease that ran out was renewed last as long before as leases are valid. */
    private Duration heldBefore(boolean takenOver, long microsUntilItsEnd) {
        Duration held = Duration.of(microsUntilItsEnd, ChronoUnit.MICROS).minus(config.lease());
        return takenOver && held.isPositive() ? held : Duration.ZERO;
    }

    /** Prolongs the lease, and tells whether the job is wanted at all still. */
    public Uni<Hold> renew(Tx tx, Lease lease) {
        return tx.column(RENEW, Boolean.class)
                .setParameter("id", lease.job().toString())
                .setParameter("fence", lease.fence())
                .setParameter("lease", seconds(config.lease()))
                .getResultList()
                .map(rows -> rows.isEmpty() ? Hold.LOST : rows.getFirst() ? Hold.CANCEL_REQUESTED : Hold.HELD);
    }

    /** The job is done. */
    public Uni<Hold> complete(Tx tx, Lease lease) {
        return end(tx, lease, "DONE", Optional.empty());
    }

    /** The job is given up. */
    public Uni<Hold> fail(Tx tx, Lease lease, Failure failure) {
        return end(tx, lease, "FAILED", Optional.of(failure));
    }

    /** The job was dropped because its run was cancelled. */
    public Uni<Hold> cancel(Tx tx, Lease lease) {
        return end(tx, lease, "CANCELLED", Optional.empty());
    }

    /** The job is tried again after the delay. */
    public Uni<Hold> retry(Tx tx, Lease lease, Failure failure, Duration delay) {
        return held(
                lease,
                tx.statement(RETRY)
                        .setParameter("delay", seconds(delay))
                        .setParameter("reason", failure.reason().name())
                        .setParameter("detail", failure.detail()));
    }

    /** The job is given back unfinished, which is no attempt: the service stops. */
    public Uni<Hold> release(Tx tx, Lease lease) {
        return held(lease, tx.statement(RELEASE));
    }

    /** Marks the run as cancelled, for its jobs that are stored now and for those to come. Workers then end them as cancelled. */
    public Uni<Void> cancelRun(Tx tx, String run) {
        tx.afterCommit(signal::raise);
        return tx.statement(REMEMBER_CANCELLED)
                .setParameter("run", run)
                .executeUpdate()
                .chain(() ->
                        tx.statement(REQUEST_CANCEL).setParameter("run", run).executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Hold> end(Tx tx, Lease lease, String state, Optional<Failure> failure) {
        return held(
                lease,
                tx.statement(END)
                        .setParameter("state", state)
                        .setParameter(
                                "reason", failure.map(f -> f.reason().name()).orElse(""))
                        .setParameter("detail", failure.map(Failure::detail).orElse("")));
    }

    private static Uni<Hold> held(Lease lease, Mutiny.MutationQuery update) {
        return update.setParameter("id", lease.job().toString())
                .setParameter("fence", lease.fence())
                .executeUpdate()
                .map(rows -> rows == 1 ? Hold.HELD : Hold.LOST);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
