package dev.cssc.common.job;

import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.transaction.Transactions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews the leases of the jobs that are being worked on, and interrupts a worker whose job is not its own or not wanted any more. */
@ApplicationScoped
class LeaseKeeper {
    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final LeaseRenewal renewal;
    private final Transactions transactions;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
            .name("lease-keeper")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .factory());
    private final Set<Kept> kept = ConcurrentHashMap.newKeySet();

    LeaseKeeper(LeaseRenewal renewal, Transactions transactions, WorkerConfig config) {
        this.renewal = renewal;
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

    /** Renews the leases now, all at once. Where that fails, they are as they were, and it is tried again in time. */
    void renewAll() {
        // Those that are kept now: a job that is claimed while the statement runs is no lost one.
        List<Kept> now = List.copyOf(kept);
        if (now.isEmpty()) {
            return;
        }
        List<Lease> leases = now.stream().map(handle -> handle.lease).toList();
        try {
            Map<Lease, Hold> holds = transactions.await(tx -> renewal.renew(tx, leases));
            now.forEach(handle -> Optional.ofNullable(holds.get(handle.lease)).ifPresent(handle::met));
        } catch (RuntimeException | Error e) {
            LOG.warnf("could not renew the leases of %d jobs, trying again: %s", leases.size(), e.getMessage());
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

        private void met(Hold hold) {
            switch (hold) {
                case HELD -> {}
                case LOST -> interrupt(Why.LOST);
                case CANCEL_REQUESTED -> interrupt(Why.CANCELLED);
            }
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
