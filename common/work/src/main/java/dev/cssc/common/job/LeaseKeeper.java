package dev.cssc.common.job;

import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.transaction.Transactions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews the leases of the jobs that are being worked on, and interrupts a worker whose job is not its own or not wanted any more. */
@ApplicationScoped
class LeaseKeeper {
    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final JobStore jobs;
    private final Transactions transactions;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lease-keeper").daemon().factory());
    private final Set<Kept> kept = ConcurrentHashMap.newKeySet();

    LeaseKeeper(JobStore jobs, Transactions transactions, WorkerConfig config) {
        this.jobs = jobs;
        this.transactions = transactions;
        long third = Math.max(1, config.lease().toMillis() / 3);
        clock.scheduleWithFixedDelay(this::renewAll, third, third, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    /** Keeps the lease for the calling thread until the answer is closed. */
    Kept keep(Lease lease) {
        Kept handle = new Kept(lease, Thread.currentThread());
        kept.add(handle);
        return handle;
    }

    /** Interrupts everybody, because the service stops. */
    void interruptAll() {
        kept.forEach(k -> k.interrupt(Why.STOPPING));
    }

    /** Renews each lease now; one that fails does not keep the others from it. */
    void renewAll() {
        for (Kept handle : kept) {
            try {
                Hold hold = transactions.await(tx -> jobs.renew(tx, handle.lease));
                switch (hold) {
                    case HELD -> {}
                    case LOST -> handle.interrupt(Why.LOST);
                    case CANCEL_REQUESTED -> handle.interrupt(Why.CANCELLED);
                }
            } catch (RuntimeException | Error e) {
                LOG.warnf("could not renew the lease of job %s, trying again: %s", handle.lease.job(), e.getMessage());
            }
        }
    }

    /** Why a worker was interrupted. */
    enum Why {
        NOT,
        LOST,
        CANCELLED,
        STOPPING
    }

    /** One lease that is being kept. */
    final class Kept implements AutoCloseable {
        private final Lease lease;
        private final Thread worker;
        private Why why = Why.NOT;
        private boolean closed;

        private Kept(Lease lease, Thread worker) {
            this.lease = lease;
            this.worker = worker;
        }

        private synchronized void interrupt(Why cause) {
            if (!closed && why == Why.NOT) {
                why = cause;
                worker.interrupt();
            }
        }

        /** Why the worker was interrupted, if it was. */
        synchronized Why interruption() {
            return why;
        }

        /** Ends the keeping; after it no interrupt comes, and one that came is cleared. */
        @Override
        public synchronized void close() {
            closed = true;
            kept.remove(this);
            if (why != Why.NOT) {
                Thread.interrupted();
            }
        }
    }
}
