package dev.cssc.common.job;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;

/** The threads that work on jobs, as many as {@code cssc.worker.concurrency} says. */
@ApplicationScoped
class WorkerPool {
    private static final Logger LOG = Logger.getLogger(WorkerPool.class);

    private final JobWorker worker;
    private final LeaseKeeper leases;
    private final WorkSignal signal;
    private final WorkerConfig config;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    WorkerPool(JobWorker worker, LeaseKeeper leases, WorkSignal signal, WorkerConfig config) {
        this.worker = worker;
        this.leases = leases;
        this.signal = signal;
        this.config = config;
    }

    // After messaging, so that the events of a finished job find their way at once.
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        for (int i = 1; i <= config.concurrency(); i++) {
            threads.add(Thread.ofPlatform().name("worker-" + i).start(this::loop));
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stopping = true;
        signal.raise();
        long deadline = System.nanoTime() + config.stopTimeout().toNanos();
        for (Thread thread : threads) {
            while (thread.isAlive() && System.nanoTime() < deadline) {
                leases.interruptAll();
                thread.join(100);
            }
            if (thread.isAlive()) {
                LOG.warnf("%s did not stop in time; its job is taken over when the lease ends", thread.getName());
            }
        }
    }

    private void loop() {
        while (!stopping) {
            long seen = signal.seen();
            boolean worked = false;
            try {
                worked = worker.runOne();
            } catch (RuntimeException | Error e) {
                LOG.warnf("could not take or settle a job, trying again: %s", e.toString());
            }
            if (!worked && !stopping) {
                try {
                    signal.await(seen, config.poll());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
