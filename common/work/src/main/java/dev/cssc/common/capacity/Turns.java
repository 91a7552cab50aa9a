package dev.cssc.common.capacity;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets no more of one kind of work go on at once than there is room for; who comes first goes first. */
public final class Turns {
    private final Semaphore free;

    /** @param atOnce how much of it may go on at once, at least 1 */
    public Turns(int atOnce) {
        this.free = new Semaphore(atOnce, true);
    }

    /**
     * Does the work as soon as it is its turn.
     *
     * @param doing what is being done, for the failure
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#SHUTTING_DOWN} where the thread is interrupted while it waits
     */
    public <T> T inTurn(String doing, Supplier<T> work) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ReasonCode.SHUTTING_DOWN, doing + ": interrupted while it waited for its turn")
                    .toException();
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
