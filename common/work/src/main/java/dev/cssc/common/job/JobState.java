package dev.cssc.common.job;

/** Where a job stands. */
public enum JobState {
    /** It waits for a worker, or for the time of its next attempt. */
    QUEUED,
    /** A worker has it. */
    RUNNING,
    /** It is done. */
    DONE,
    /** It was given up. */
    FAILED,
    /** It was dropped because its run was cancelled, or itself. */
    CANCELLED
}
