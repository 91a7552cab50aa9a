package dev.cssc.common.job;

/**
 * A job with the right to work on it.
 *
 * @param lease the right
 * @param job the work
 * @param cancelRequested its run was cancelled before it was taken up: do not start
 * @param exhausted earlier attempts used up the limit without an end (each worker died): do not start again
 * @param takenOver another worker had it, whose lease ran out
 */
public record Claimed(Lease lease, Job job, boolean cancelRequested, boolean exhausted, boolean takenOver) {}
