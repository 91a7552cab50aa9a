package dev.cssc.common.capacity;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many jobs this process works on at once.
 *
 * @param jobs so many, at least 1
 * @param why a sentence for the operator: what set the number
 */
public record Capacity(int jobs, String why) {
    private static final long MEBIBYTE = 1024 * 1024;

    /**
     * The number that configuration and memory allow, and never less than one job: a machine that is too small is slow, not idle.
     *
     * @param concurrency what is configured, {@code cssc.worker.concurrency}
     * @param perJob bytes that one job needs, {@code cssc.worker.memory-per-job}; empty where that is not said
     * @param free what there is; empty where this system does not tell
     */
    public static Capacity of(int concurrency, OptionalLong perJob, Optional<FreeMemory> free) {
        int configured = Math.max(1, concurrency);
        if (perJob.isEmpty() || perJob.getAsLong() <= 0) {
            return new Capacity(
                    configured, "cssc.worker.concurrency; memory is not looked at, since memory-per-job is not set");
        }
        if (free.isEmpty()) {
            return new Capacity(configured, "cssc.worker.concurrency; how much memory is free cannot be told here");
        }
        long room = free.get().bytes() / perJob.getAsLong();
        String memory = mebibytes(free.get().bytes()) + " free in " + free.get().where() + ", "
                + mebibytes(perJob.getAsLong()) + " for a job (cssc.worker.memory-per-job)";
        if (room >= configured) {
            return new Capacity(configured, "cssc.worker.concurrency; memory has room for " + room + ": " + memory);
        }
        return room < 1
                ? new Capacity(1, "the least there is, although memory has no room for a job: " + memory)
                : new Capacity((int) room, "memory, less than cssc.worker.concurrency = " + configured + ": " + memory);
    }

    /** Whether another job may be taken while some run: always where none does, else only where memory has room for one. */
    static boolean mayTake(int running, OptionalLong perJob, Optional<FreeMemory> free) {
        return running == 0 || perJob.isEmpty() || free.isEmpty() || free.get().bytes() >= perJob.getAsLong();
    }

    private static String mebibytes(long bytes) {
        return bytes / MEBIBYTE + " MiB";
    }
}
