package dev.cssc.common.job;

import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;

/**
 * Wakes the workers of this process when a job was committed here, so that they need not wait for their next poll. A signal that nobody
 * waits for is not lost: the next to wait does not wait.
 */
@ApplicationScoped
public class WorkSignal {
    private long raised;

    /** Wakes everybody who waits. */
    public synchronized void raise() {
        raised++;
        notifyAll();
    }

    /** How often it was raised; to be handed to {@link #await}. */
    public synchronized long seen() {
        return raised;
    }

    /** Waits until it was raised more often than {@code seen}, at most for the time given. */
    public synchronized void await(long seen, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (raised == seen) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
