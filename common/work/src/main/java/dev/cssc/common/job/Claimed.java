package dev.cssc.common.job;

import dev.cssc.common.trace.TraceContext;

import java.time.Duration;

/**
 * A job with the right to work on it.
 *
 * @param lease the right
 * @param job the work
 * @param flow whose work it is, a workflow's name for example; empty for what is nobody's
 * @param cancelRequested its run was cancelled before it was taken up: do not start
 * @param exhausted earlier attempts used up the limit without an end (each worker died): do not start again
 * @param takenOver another worker had it, whose lease ran out
 * @param heldBefore how long that one had it at least, up to the last renewal of its lease; zero where there was none
 * @param trace what led to the job
 */
public record Claimed(
        Lease lease,
        Job job,
        String flow,
        boolean cancelRequested,
        boolean exhausted,
        boolean takenOver,
        Duration heldBefore,
        TraceContext trace) {

    /** Whether it is to be worked on, and not only ended. */
    boolean workable() {
        return !cancelRequested && !exhausted;
    }
}
