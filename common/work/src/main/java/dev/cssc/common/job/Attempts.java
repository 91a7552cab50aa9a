package dev.cssc.common.job;

import dev.cssc.common.cost.Costs;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.joblog.JobLogs;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.RunningSpan;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What is recorded of attempts beside their outcome: the keys of log lines, the job's log, its trace, the meters, what they cost. */
@ApplicationScoped
class Attempts {
    private final JobLogs logs;
    private final AttemptMeters meters;
    private final Costs costs;
    private final Traces traces;
    private final AtomicInteger running = new AtomicInteger();

    Attempts(JobLogs logs, AttemptMeters meters, Costs costs, Traces traces) {
        this.logs = logs;
        this.meters = meters;
        this.costs = costs;
        this.traces = traces;
    }

    void start(@Observes StartupEvent event, JobHandlers handlers) {
        for (String kind : handlers.kinds()) {
            meters.show(kind);
            costs.show(kind);
        }
    }

    /** How many attempts go on in this process. */
    int running() {
        return running.get();
    }

    /** In the transaction that claims it: what a worker before spent, which cannot say so itself any more. */
    Uni<Void> lost(Tx tx, Claimed claimed, JobHandler handler) {
        Job job = claimed.job();
        return claimed.takenOver()
                ? costs.attemptLost(tx, job.id(), job.kind(), handler.spentOn(job), claimed.heldBefore())
                : Uni.createFrom().voidItem();
    }

    /** Begins to record for the calling thread, until the answer is closed. */
    Recorded begin(Claimed claimed, String owner) {
        Job job = claimed.job();
        running.incrementAndGet();
        JobLog log = logs.open(job.id(), claimed.lease().fence(), job.attempt());
        if (claimed.takenOver()) {
            meters.takenOver(job.kind());
            log.line("taken over: the worker before did not renew its lease");
        }
        log.line("attempt " + job.attempt() + " by " + owner);
        LogFields.put(claimed);
        return new Recorded(job, log, traces.work("job " + job.kind(), claimed.trace(), LogFields.attributes(claimed)));
    }

    /** One attempt that is being recorded. */
    final class Recorded implements AutoCloseable {
        private final Job job;
        private final JobLog log;
        private final RunningSpan span;
        private Effect cost = Effect.none();
        private final long start = System.nanoTime();
        private AttemptMeters.Ending ending = AttemptMeters.Ending.LOST;

        private Recorded(Job job, JobLog log, RunningSpan span) {
            this.job = job;
            this.log = log;
            this.span = span;
        }

        /** Work begins; a job that is only ended costs nothing. */
        void worksOn(Optional<String> image) {
            cost = tx -> costs.attemptEnded(tx, job.id(), job.kind(), image);
        }

        /** The attempt failed, whatever follows. */
        void failed(Failure failure) {
            meters.failed(job.kind(), failure);
            span.failed(failure);
            log.line(failure.reason() + ": " + failure.detail());
        }

        /** Says how it is about to be settled; {@link #lost()} where that is refused. */
        void ending(AttemptMeters.Ending how, String words) {
            ending = how;
            log.line(words);
        }

        /** The result came too late. */
        void lost() {
            ending = AttemptMeters.Ending.LOST;
            log.line("refused: another worker owns the job");
        }

        /** Writes the job's log and what the attempt cost together with what settles the job; nothing is to follow in the transaction. */
        Uni<Void> write(Tx tx) {
            return logs.write(tx, log).chain(() -> cost.apply(tx));
        }

        /** How long it takes up to now, for people. */
        String took() {
            return String.format(
                    Locale.ROOT,
                    "%.1f s",
                    Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
        }

        @Override
        public void close() {
            span.say(Field.ENDING, ending.name().toLowerCase(Locale.ROOT));
            span.close();
            LogFields.remove();
            meters.ended(job.kind(), ending, Duration.ofNanos(System.nanoTime() - start));
            logs.close(log);
            running.decrementAndGet();
        }
    }
}
