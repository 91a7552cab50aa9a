package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.job.AttemptMeters.Ending;
import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.transaction.DatabaseTrouble;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Takes one job, has it done, and settles it: the job's new state and what follows from it become true in one transaction, under the
 * lease. Blocks; called by the threads of {@link WorkerPool}, or by hand in tests.
 */
@ApplicationScoped
public class JobWorker {
    private static final Logger LOG = Logger.getLogger(JobWorker.class);

    private final JobHandlers handlers;
    private final JobStore jobs;
    private final Claims claims;
    private final WaitingJobs waiting;
    private final Transactions transactions;
    private final LeaseKeeper leases;
    private final Attempts attempts;
    private final WorkerConfig config;
    private final String owner =
            ProcessHandle.current().pid() + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost");

    JobWorker(
            JobHandlers handlers,
            JobStore jobs,
            Claims claims,
            WaitingJobs waiting,
            Transactions transactions,
            LeaseKeeper leases,
            Attempts attempts,
            WorkerConfig config) {
        this.handlers = handlers;
        this.jobs = jobs;
        this.claims = claims;
        this.waiting = waiting;
        this.transactions = transactions;
        this.leases = leases;
        this.attempts = attempts;
        this.config = config;
    }

    /** Does one due job; false where there is none. */
    public boolean runOne() {
        Set<String> kinds = handlers.ready();
        if (kinds.isEmpty()) {
            return false;
        }
        Optional<Claims.Taken> taken = claims.next(kinds, owner);
        taken.ifPresent(this::execute);
        return taken.isPresent();
    }

    /** Does due jobs until there is none; answers how many. */
    public int runDue() {
        int done = 0;
        while (runOne()) {
            done++;
        }
        return done;
    }

    private void execute(Claims.Taken taken) {
        Claimed claimed = taken.claimed();
        Job job = claimed.job();
        JobHandler handler = taken.handler();
        try (Attempts.Recorded attempt = attempts.begin(claimed, owner)) {
            if (claimed.cancelRequested()) {
                drop(claimed, handler, attempt);
            } else if (claimed.exhausted()) {
                String detail =
                        job.kind() + " of " + job.subject() + ": " + config.attempts() + " workers died over it";
                Failure failure = Failure.of(ReasonCode.INTERNAL, detail);
                attempt.failed(failure);
                giveUp(claimed, handler, attempt, failure);
            } else {
                work(taken, attempt);
            }
        }
    }

    private void work(Claims.Taken taken, Attempts.Recorded attempt) {
        Claimed claimed = taken.claimed();
        JobHandler handler = taken.handler();
        Job job = claimed.job();
        LOG.infof("%s of %s: attempt %d", job.kind(), job.subject(), job.attempt());
        attempt.worksOn(handler.spentOn(job));
        if (!taken.begun() && !begin(taken, attempt)) {
            return;
        }
        LeaseKeeper.Kept kept = leases.keep(claimed.lease());
        Result result;
        try (kept) {
            result = run(handler, job);
        }
        conclude(claimed, handler, attempt, kept.interruption(), result);
    }

    /** What an attempt came to. */
    private sealed interface Result {
        /** The work is done, and this follows. */
        record Done(Effect effect) implements Result {}

        /** The work is not done. */
        sealed interface Undone extends Result {}

        /** It waits for another job. */
        record Awaits(AwaitedException other) implements Undone {}

        /** It could not be done. */
        record Failed(Failure failure) implements Undone {}
    }

    private static Result run(JobHandler handler, Job job) {
        try {
            return new Result.Done(handler.run(job));
        } catch (AwaitedException e) {
            return new Result.Awaits(e);
        } catch (RuntimeException | Error e) {
            // Errors too: one image that exhausts the stack must not cost the service a worker.
            return new Result.Failed(failure(job, e));
        }
    }

    private static Failure failure(Job job, Throwable e) {
        if (e instanceof FailureException known) {
            return known.failure();
        }
        LOG.errorf(e, "%s of %s ended with an unforeseen error", job.kind(), job.subject());
        return Failure.of(ReasonCode.INTERNAL, job.kind() + " of " + job.subject() + ": " + e);
    }

    /** What was done stays done, even where nobody wants it any more or the service stops: it may be visible outside already. */
    private void conclude(
            Claimed claimed,
            JobHandler handler,
            Attempts.Recorded attempt,
            LeaseKeeper.Why interruption,
            Result result) {
        switch (result) {
            case Result.Done(Effect effect) -> {
                if (interruption == LeaseKeeper.Why.LOST) {
                    lost(claimed.job(), attempt);
                } else {
                    complete(claimed, handler, attempt, effect);
                }
            }
            case Result.Undone undone -> leave(claimed, handler, attempt, interruption, undone);
        }
    }

    private void leave(
            Claimed claimed,
            JobHandler handler,
            Attempts.Recorded attempt,
            LeaseKeeper.Why interruption,
            Result.Undone undone) {
        switch (interruption) {
            case LOST -> lost(claimed.job(), attempt);
            case CANCELLED -> drop(claimed, handler, attempt);
            case STOPPING -> {
                attempt.ending(Ending.RELEASED, "given back after " + attempt.took() + ": the service stops");
                settle(claimed, attempt, jobs::release, Effect.none());
            }
            case NOT -> {
                switch (undone) {
                    case Result.Awaits(AwaitedException other) -> wait(claimed, attempt, other);
                    case Result.Failed(Failure failure) -> fail(claimed, handler, attempt, failure);
                }
            }
        }
    }

    /** Begins what was taken without its beginning; false where nothing is left to be done. */
    private boolean begin(Claims.Taken taken, Attempts.Recorded attempt) {
        Claimed claimed = taken.claimed();
        JobHandler handler = taken.handler();
        Hold hold;
        try {
            hold = claims.begin(taken);
        } catch (RuntimeException e) {
            if (DatabaseTrouble.isOutOfReach(e)) {
                throw e;
            }
            fail(claimed, handler, attempt, failure(claimed.job(), e));
            return false;
        }
        return switch (hold) {
            case HELD -> true;
            case LOST -> {
                lost(claimed.job(), attempt);
                yield false;
            }
            case CANCEL_REQUESTED -> {
                drop(claimed, handler, attempt);
                yield false;
            }
        };
    }

    private void complete(Claimed claimed, JobHandler handler, Attempts.Recorded attempt, Effect effect) {
        try {
            attempt.ending(Ending.DONE, "done after " + attempt.took());
            settle(claimed, attempt, jobs::complete, effect);
        } catch (FailureException e) {
            // What was to follow cannot be written, an event that is too large say: that is this job's failure.
            fail(claimed, handler, attempt, e.failure());
        }
    }

    private void wait(Claimed claimed, Attempts.Recorded attempt, AwaitedException awaited) {
        attempt.ending(Ending.WAITING, "given back after " + attempt.took() + ": waits for " + awaited.getMessage());
        settle(claimed, attempt, (tx, lease) -> waiting.giveBack(tx, lease, awaited), Effect.none());
    }

    private void drop(Claimed claimed, JobHandler handler, Attempts.Recorded attempt) {
        attempt.ending(Ending.CANCELLED, "cancelled after " + attempt.took());
        settle(claimed, attempt, jobs::cancel, handler.cancelled(claimed.job()));
    }

    private void fail(Claimed claimed, JobHandler handler, Attempts.Recorded attempt, Failure failure) {
        Job job = claimed.job();
        attempt.failed(failure);
        if (failure.retryable() && !job.lastAttempt()) {
            Duration delay = delay(failure.retry(), job.attempt());
            LOG.warnf(
                    "%s of %s failed, again in %s: %s %s",
                    job.kind(), job.subject(), delay, failure.reason(), failure.detail());
            attempt.ending(Ending.RETRIED, "failed after " + attempt.took() + "; again in " + delay.toSeconds() + " s");
            settle(claimed, attempt, (tx, lease) -> jobs.retry(tx, lease, failure, delay), Effect.none());
        } else {
            giveUp(claimed, handler, attempt, failure);
        }
    }

    private void giveUp(Claimed claimed, JobHandler handler, Attempts.Recorded attempt, Failure failure) {
        Job job = claimed.job();
        LOG.warnf("%s of %s given up: %s %s", job.kind(), job.subject(), failure.reason(), failure.detail());
        attempt.ending(Ending.FAILED, "given up after " + attempt.took());
        settle(claimed, attempt, (tx, lease) -> jobs.fail(tx, lease, failure), end(handler, job, failure));
    }

    private static Effect end(JobHandler handler, Job job, Failure failure) {
        try {
            return handler.gaveUp(job, failure);
        } catch (FailureException e) {
            // The job says nothing that could be read: there is no image to tell of, and it is over all the same.
            LOG.warnf("the end of %s of %s is told to nobody: %s", job.kind(), job.subject(), e.getMessage());
            return Effect.none();
        }
    }

    Duration delay(Retry retry, int attempt) {
        return switch (retry) {
            case Retry.After(var named) -> named.compareTo(config.backoffLimit()) < 0 ? named : config.backoffLimit();
            case Retry.Never() -> Duration.ZERO;
            case Retry.Backoff() -> {
                Duration doubled = config.backoff().multipliedBy(1L << Math.min(20, attempt - 1));
                yield doubled.compareTo(config.backoffLimit()) < 0 ? doubled : config.backoffLimit();
            }
        };
    }

    /** Moves the job and applies what follows from it, or neither. */
    private void settle(
            Claimed claimed, Attempts.Recorded attempt, BiFunction<Tx, Lease, Uni<Hold>> move, Effect effect) {
        Hold hold = transactions.await(tx -> move.apply(tx, claimed.lease())
                .flatMap(held -> held == Hold.HELD
                        ? effect.apply(tx).chain(() -> attempt.write(tx)).replaceWith(held)
                        : Uni.createFrom().item(held)));
        if (hold == Hold.LOST) {
            lost(claimed.job(), attempt);
        }
    }

    private static void lost(Job job, Attempts.Recorded attempt) {
        attempt.lost();
        LOG.warnf(
                "the late result of %s of %s was refused: another worker owns the job; raise cssc.worker.lease where this happens to live workers",
                job.kind(), job.subject());
    }
}
