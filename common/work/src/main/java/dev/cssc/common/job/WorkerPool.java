package dev.cssc.common.job;

import dev.cssc.common.capacity.Capacity;
import dev.cssc.common.capacity.FreeMemory;
import dev.cssc.common.capacity.MemoryGate;
import dev.cssc.common.capacity.MemoryReading;
import dev.cssc.common.capacity.Turns;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The threads that work on jobs: as many as {@code cssc.worker.concurrency} says, where memory has room for them, and {@code
 * cssc.worker.ahead} more, which have what they need of an engine done {@linkplain #turns() in turn}.
 */
@ApplicationScoped
public class WorkerPool {
    private static final Logger LOG = Logger.getLogger(WorkerPool.class);

    private final JobWorker worker;
    private final LeaseKeeper leases;
    private final WorkSignal signal;
    private final WorkerConfig config;
    private final Attempts attempts;
    private final MemoryReading memory;
    private final Capacity capacity;
    private final MemoryGate gate;
    private final Turns turns;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    WorkerPool(JobWorker worker, LeaseKeeper leases, WorkSignal signal, Attempts attempts, WorkerConfig config) {
        this.worker = worker;
        this.leases = leases;
        this.signal = signal;
        this.attempts = attempts;
        this.config = config;
        this.memory = MemoryReading.ofThisProcess();
        this.capacity = Capacity.of(config.concurrency(), memoryPerJob(), memory.free());
        this.gate = new MemoryGate(memoryPerJob(), memory::free);
        this.turns = new Turns(capacity.jobs());
    }

    // After messaging, so that the events of a finished job find their way at once.
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        LOG.infof("works on %d jobs at once: %s", capacity.jobs(), capacity.why());
        for (int i = 1; i <= capacity.jobs() + Math.max(0, config.ahead()); i++) {
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

    /** How many jobs this process works on at once; none where it was told to work on none. */
    public Capacity capacity() {
        return config.enabled() ? capacity : new Capacity(0, "cssc.worker.enabled is false");
    }

    /** In which engines work: no more of them at once than jobs are worked on at once. */
    public Turns turns() {
        return turns;
    }

    /** How many it works on now, those included that are prepared or written down. */
    public int busy() {
        return attempts.running();
    }

    /** Bytes that one job needs; empty where that is not configured. */
    public OptionalLong memoryPerJob() {
        return config.memoryPerJob().stream()
                .mapToLong(size -> size.asLongValue())
                .findFirst();
    }

    /** What is free now; empty where this system does not tell. */
    public Optional<FreeMemory> freeMemory() {
        return memory.free();
    }

    /** The workers whose thread has ended although the service goes on. */
    public List<String> dead() {
        return stopping
                ? List.of()
                : threads.stream()
                        .filter(thread -> !thread.isAlive())
                        .map(Thread::getName)
                        .toList();
    }

    private void loop() {
        while (!stopping) {
            long seen = signal.seen();
            if (!workOnce() && !stopping) {
                try {
                    signal.await(seen, config.poll());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** False where there was nothing to do, or no memory to do it in. */
    private boolean workOnce() {
        if (!gate.enter()) {
            return false;
        }
        try {
            return worker.runOne();
        } catch (RuntimeException | Error e) {
            LOG.warnf("could not take or settle a job, trying again: %s", e.toString());
            return false;
        } finally {
            gate.leave();
        }
    }
}
