package dev.cssc.common.joblog;

import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Opens the logs of attempts, and writes them while the attempts go on, so that one can watch them. */
@ApplicationScoped
public class JobLogs {
    private static final Logger LOG = Logger.getLogger(JobLogs.class);
    private static final int SECONDS_BETWEEN_WRITES = 3;

    private final JobLogStore store;
    private final Transactions transactions;
    private final Set<JobLog> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
            .name("job-logs")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .factory());

    JobLogs(JobLogStore store, Transactions transactions) {
        this.store = store;
        this.transactions = transactions;
        clock.scheduleWithFixedDelay(this::writeAll, SECONDS_BETWEEN_WRITES, SECONDS_BETWEEN_WRITES, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    /** Opens a log and makes it that of the calling thread, until it is {@link #close closed} there. */
    public JobLog open(UUID job, long fence, int attempt) {
        JobLog log = new JobLog(job, fence, attempt);
        log.bind();
        open.add(log);
        return log;
    }

    /** Writes what is not written yet, in the caller's transaction. */
    public Uni<Void> write(Tx tx, JobLog log) {
        return store.write(tx, log);
    }

    /** Ends the log of the calling thread; what no transaction took along is written now. */
    public void close(JobLog log) {
        open.remove(log);
        JobLog.unbind();
        write(log);
    }

    /** Writes what the attempts that go on have to say. */
    void writeAll() {
        open.forEach(this::write);
    }

    private void write(JobLog log) {
        if (log.pending().isEmpty()) {
            return;
        }
        try {
            transactions.await(tx -> store.write(tx, log));
        } catch (RuntimeException | Error e) {
            // A log is no reason for a job to fail; the lines of one that goes on are tried again.
            LOG.warnf("the log of job %s could not be written: %s", log.job(), e.getMessage());
        }
    }
}
