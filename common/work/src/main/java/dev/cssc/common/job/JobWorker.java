package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes one job, has it done, and settles it: the job's new state and what follows from it become true in one transaction, under the
 * lease. Blocks; called by the threads of {@link WorkerPool}, or by hand in tests.
 */
@ApplicationScoped
public class JobWorker {
    private static final Logger LOG = Logger.getLogger(JobWorker.class);

    private final Map<String, JobHandler> handlers;
    private final JobStore jobs;
    private final Transactions transactions;
    private final LeaseKeeper leases;
    private final WorkerConfig config;
    private final String owner =
            ProcessHandle.current().pid() + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost");

    JobWorker(
            @All List<JobHandler> handlers,
            JobStore jobs,
            Transactions transactions,
            LeaseKeeper leases,
            WorkerConfig config) {
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        this.jobs = jobs;
        this.transactions = transactions;
        this.leases = leases;
        this.config = config;
    }

    /** Does one due job; false where there is none. */
    public boolean runOne() {
        if (handlers.isEmpty()) {
            return false;
        }
        Optional<Claimed> claimed = transactions.await(tx -> jobs.claim(tx, handlers.keySet(), owner));
        claimed.ifPresent(this::execute);
        return claimed.isPresent();
    }

    /** Does due jobs until there is none; answers how many. */
    public int runDue() {
        int done = 0;
        while (runOne()) {
            done++;
        }
        return done;
    }

    private void execute(Claimed claimed) {
        Job job = claimed.job();
        JobHandler handler = handlers.get(job.kind());
        if (handler == null) {
            throw new IllegalStateException("claimed a job of a kind that nobody handles: " + job.kind());
        }
        MDC.put("run", job.run());
        MDC.put("image", job.subject());
        MDC.put("job", job.id().toString());
        MDC.put("fence", claimed.lease().fence());
        try {
            if (claimed.cancelRequested()) {
                settle(claimed, jobs::cancel, handler.cancelled(job));
            } else if (claimed.exhausted()) {
                giveUp(
                        claimed,
                        handler,
                        Failure.of(
                                ReasonCode.INTERNAL,
                                job.kind() + " of " + job.subject() + ": " + config.attempts()
                                        + " workers died over it"));
            } else {
                work(claimed, handler);
            }
        } finally {
            MDC.clear();
        }
    }

    private void work(Claimed claimed, JobHandler handler) {
        Job job = claimed.job();
        LOG.infof("%s of %s: attempt %d", job.kind(), job.subject(), job.attempt());
        if (!begin(claimed, handler)) {
            return;
        }
        Optional<Effect> done = Optional.empty();
        Optional<Failure> failure = Optional.empty();
        LeaseKeeper.Kept kept = leases.keep(claimed.lease());
        try (kept) {
            done = Optional.of(handler.run(job));
        } catch (FailureException e) {
            failure = Optional.of(e.failure());
        } catch (RuntimeException | Error e) {
            // Errors too: one image that exhausts the stack must not cost the service a worker.
            LOG.errorf(e, "%s of %s ended with an unforeseen error", job.kind(), job.subject());
            failure = Optional.of(Failure.of(ReasonCode.INTERNAL, job.kind() + " of " + job.subject() + ": " + e));
        }
        settle(claimed, handler, kept.interruption(), done, failure);
    }

    /** What was done stays done, even where nobody wants it any more or the service stops: it may be visible outside already. */
    private void settle(
            Claimed claimed,
            JobHandler handler,
            LeaseKeeper.Why interruption,
            Optional<Effect> done,
            Optional<Failure> failure) {
        switch (interruption) {
            case LOST -> lost(claimed.job());
            case CANCELLED, STOPPING, NOT -> {
                if (done.isPresent()) {
                    complete(claimed, handler, done.get());
                } else if (interruption == LeaseKeeper.Why.CANCELLED) {
                    settle(claimed, jobs::cancel, handler.cancelled(claimed.job()));
                } else if (interruption == LeaseKeeper.Why.STOPPING) {
                    settle(claimed, jobs::release, Effect.none());
                } else {
                    failure.ifPresent(f -> fail(claimed, handler, f));
                }
            }
        }
    }

    private boolean begin(Claimed claimed, JobHandler handler) {
        Effect started = handler.started(claimed.job());
        Hold hold = transactions.await(tx -> jobs.renew(tx, claimed.lease())
                .flatMap(held -> held == Hold.HELD
                        ? started.apply(tx).replaceWith(held)
                        : Uni.createFrom().item(held)));
        return switch (hold) {
            case HELD -> true;
            case LOST -> {
                lost(claimed.job());
                yield false;
            }
            case CANCEL_REQUESTED -> {
                settle(claimed, jobs::cancel, handler.cancelled(claimed.job()));
                yield false;
            }
        };
    }

    private void complete(Claimed claimed, JobHandler handler, Effect effect) {
        try {
            settle(claimed, jobs::complete, effect);
        } catch (FailureException e) {
            // What was to follow cannot be written, for example because an event is too large: that is this job's
            // failure.
            fail(claimed, handler, e.failure());
        }
    }

    private void fail(Claimed claimed, JobHandler handler, Failure failure) {
        Job job = claimed.job();
        if (failure.retryable() && !job.lastAttempt()) {
            Duration delay = delay(failure.retry(), job.attempt());
            LOG.warnf(
                    "%s of %s failed, again in %s: %s %s",
                    job.kind(), job.subject(), delay, failure.reason(), failure.detail());
            settle(claimed, (tx, lease) -> jobs.retry(tx, lease, failure, delay), Effect.none());
        } else {
            giveUp(claimed, handler, failure);
        }
    }

    private void giveUp(Claimed claimed, JobHandler handler, Failure failure) {
        Job job = claimed.job();
        LOG.warnf("%s of %s given up: %s %s", job.kind(), job.subject(), failure.reason(), failure.detail());
        settle(claimed, (tx, lease) -> jobs.fail(tx, lease, failure), handler.gaveUp(job, failure));
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
    private void settle(Claimed claimed, BiFunction<Tx, Lease, Uni<Hold>> move, Effect effect) {
        Hold hold = transactions.await(tx -> move.apply(tx, claimed.lease())
                .flatMap(held -> held == Hold.HELD
                        ? effect.apply(tx).replaceWith(held)
                        : Uni.createFrom().item(held)));
        if (hold == Hold.LOST) {
            lost(claimed.job());
        }
    }

    private static void lost(Job job) {
        LOG.warnf(
                "the late result of %s of %s was refused: another worker owns the job; raise cssc.worker.lease where this happens to live workers",
                job.kind(), job.subject());
    }
}
