package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator may order about one job. Every method works within the caller's transaction, and giving an order twice changes nothing more. */
@ApplicationScoped
public class JobOrders {
    private static final String CANCEL = """
            update job set cancel_requested = true, not_before = least(not_before, now()),
                           exclusive = case state when 'QUEUED' then null else exclusive end
            where id = cast(:id as uuid) and state in ('QUEUED', 'RUNNING')
            """;

    private static final String HASTEN =
            "update job set not_before = now() where id = cast(:id as uuid) and state = 'QUEUED' and not_before > now()";

    private static final String REPEAT = """
            insert into job (id, kind, run, subject, payload, priority, flow, exclusive, traceparent, tracestate)
            select cast(:new as uuid), kind, :run, subject, :payload, priority, flow, exclusive, nullif(:traceparent, ''), nullif(:tracestate, '')
            from job where id = cast(:id as uuid)
            on conflict (id) do nothing
            """;

    private static final Pattern RETRY_RUN = Pattern.compile("retry-(\\d{1,6})-(.+)");

    private final JobListing jobs;
    private final JobHandlers handlers;
    private final WorkSignal signal;

    JobOrders(JobListing jobs, JobHandlers handlers, WorkSignal signal) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.signal = signal;
    }

    /**
     * Has a queued job dropped and a running one stopped. It ends cancelled when a worker has seen to it, unless what it does is done first.
     *
     * @throws FailureException (in the answer) {@link ReasonCode#JOB_NOT_FOUND}; {@link ReasonCode#JOB_ENDED} where it is done or was given up
     */
    public Uni<StoredJob> cancel(Tx tx, UUID id) {
        tx.afterCommit(signal::raise);
        return tx.statement(CANCEL)
                .setParameter("id", id.toString())
                .executeUpdate()
                .chain(() -> required(tx, id))
                .invoke(job -> {
                    switch (job.state()) {
                        case QUEUED, RUNNING, CANCELLED -> {}
                        case DONE, FAILED ->
                            throw refused(ReasonCode.JOB_ENDED, "cancelling " + named(job) + ": it is " + job.state());
                    }
                });
    }

    /**
     * Has a job that waits for its next attempt tried now, and one that was given up done again: as a new job of a run of its own, which
     * is answered. The same order leads to the same new job.
     *
     * @throws FailureException (in the answer) {@link ReasonCode#JOB_NOT_FOUND}; {@link ReasonCode#JOB_NOT_REPEATABLE} where it is in another
     *     state, or where its kind cannot be done again alone
     */
    public Uni<StoredJob> retry(Tx tx, UUID id) {
        return required(tx, id).flatMap(job -> switch (job.state()) {
            case QUEUED -> hasten(tx, job);
            case FAILED -> repeat(tx, job);
            case RUNNING, DONE, CANCELLED ->
                Uni.createFrom()
                        .failure(refused(
                                ReasonCode.JOB_NOT_REPEATABLE,
                                "trying " + named(job) + " again: it is " + job.state()
                                        + ", not FAILED and not waiting for its next attempt"));
        });
    }

    private Uni<StoredJob> hasten(Tx tx, StoredJob job) {
        tx.afterCommit(signal::raise);
        return tx.statement(HASTEN)
                .setParameter("id", job.id().toString())
                .executeUpdate()
                .chain(() -> required(tx, job.id()));
    }

    private Uni<StoredJob> repeat(Tx tx, StoredJob job) {
        String run = retryRun(job);
        JobHandler.Repeat repeat = handlers.find(job.kind())
                .map(handler -> handler.repeat(job.asJob(), run))
                .orElseGet(() -> new JobHandler.Repeat.Refused("no handler of this service takes that kind any more"));
        return switch (repeat) {
            case JobHandler.Repeat.Refused(var advice) ->
                Uni.createFrom()
                        .failure(refused(
                                ReasonCode.JOB_NOT_REPEATABLE,
                                "doing " + named(job) + " again: a " + job.kind() + " job is not repeated alone; "
                                        + advice));
            case JobHandler.Repeat.As(var payload) -> insert(tx, job, run, payload);
        };
    }

    private Uni<StoredJob> insert(Tx tx, StoredJob job, String run, String payload) {
        UUID repeated = UUID.nameUUIDFromBytes((run + "/" + job.kind()).getBytes(StandardCharsets.UTF_8));
        tx.afterCommit(signal::raise);
        return tx.statement(REPEAT)
                .setParameter("new", repeated.toString())
                .setParameter("run", run)
                .setParameter("payload", payload)
                .setParameter("traceparent", tx.trace().parent())
                .setParameter("tracestate", tx.trace().state())
                .setParameter("id", job.id().toString())
                .executeUpdate()
                .chain(() -> required(tx, repeated));
    }

    /** {@code retry-1-} and the job's id; of a job that is such a repetition itself, the next number. */
    static String retryRun(StoredJob job) {
        Matcher earlier = RETRY_RUN.matcher(job.run());
        return earlier.matches()
                ? "retry-" + (Integer.parseInt(earlier.group(1)) + 1) + "-" + earlier.group(2)
                : "retry-1-" + job.id();
    }

    /**
     * The job of that id.
     *
     * @throws FailureException (in the answer) {@link ReasonCode#JOB_NOT_FOUND}
     */
    public Uni<StoredJob> required(Tx tx, UUID id) {
        return jobs.find(tx, id)
                .map(job -> job.orElseThrow(
                        () -> refused(ReasonCode.JOB_NOT_FOUND, "there is no job " + id + " in this service")));
    }

    private static String named(StoredJob job) {
        return job.kind() + " job " + job.id() + " of " + job.subject();
    }

    private static FailureException refused(ReasonCode reason, String detail) {
        return Failure.of(reason, detail).toException();
    }
}
