package dev.cssc.common.job;

import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.UUID;

/**
 * The right of one worker to one job, for a time.
 *
 * <p>{@link JobStore#claim} gives it and nobody else does. It lasts {@code cssc.worker.lease} by the database's clock, and the worker renews
 * it while it works. A worker that dies stops renewing; when the lease has run out, the next claim takes the job over and raises the
 * fence. Every later write of the first worker names the old fence, matches no row, and is answered {@link Hold#LOST}: a late result
 * changes nothing. The fence rises on claim only; renewing does not touch it.
 *
 * @param job which job
 * @param fence the number that a later claim makes invalid
 */
@RegisterForReflection
public record Lease(UUID job, long fence) {

    /** What a write under a lease met. */
    public enum Hold {
        /** The lease was valid; the write took effect. */
        HELD,
        /** Another worker owns the job meanwhile; nothing was written. Raise {@code cssc.worker.lease} where this happens to live workers. */
        LOST,
        /** The lease is valid, and the job's run was cancelled: stop soon. Told by renewing only. */
        CANCEL_REQUESTED
    }
}
