package dev.cssc.common.capacity;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Lets a worker take a job only where memory has room for it, or nobody else works: several large images at once must not cost the
 * process its life. Whoever entered leaves again, whether there was a job or not.
 */
public final class MemoryGate {
    private final OptionalLong perJob;
    private final Supplier<Optional<FreeMemory>> free;
    private int inside;

    /**
     * @param perJob bytes that one job needs; the gate is always open where that is empty
     * @param free what there is now
     */
    public MemoryGate(OptionalLong perJob, Supplier<Optional<FreeMemory>> free) {
        this.perJob = perJob;
        this.free = free;
    }

    /** True where a job may be looked for. */
    public synchronized boolean enter() {
        if (!Capacity.mayTake(inside, perJob, perJob.isEmpty() || inside == 0 ? Optional.empty() : free.get())) {
            return false;
        }
        inside++;
        return true;
    }

    /** The job is settled, or there was none. */
    public synchronized void leave() {
        inside--;
    }
}
