package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One registry's requests of all threads: so many at once, so many a second, and none while it wants to be left alone. A request counts until
 * its answer begins; the body of an answer does not, or a copy from the registry to itself would wait for itself.
 */
final class RateBudget {
    private final String host;
    private final RequestBudget limits;
    private final InstantSource clock;
    private final Waiting waiting;
    private final Semaphore atOnce;

    /** When the next request may begin as far as the rate goes. */
    private Instant turn = Instant.MIN;

    /** Until when the registry wants nothing. */
    private Instant paused = Instant.MIN;

    RateBudget(String host, RequestBudget limits, InstantSource clock, Waiting waiting) {
        this.host = host;
        this.limits = limits;
        this.clock = clock;
        this.waiting = waiting;
        this.atOnce = new Semaphore(limits.concurrent(), true);
    }

    /** The end of one request's patience, counted from now. */
    Instant deadline() {
        return clock.instant().plus(limits.patience());
    }

    /**
     * Waits for a turn; {@link #leave} gives it back.
     *
     * @param deadline how long to wait at most
     * @throws FailureException {@link ReasonCode#REGISTRY_RATE_LIMITED} at once where the turn would come later, with the time it comes
     */
    void enter(String description, Instant deadline) {
        Instant turnCame = waitForTurn(description, deadline);
        try {
            long left = Math.max(1, Duration.between(turnCame, deadline).toMillis());
            if (!atOnce.tryAcquire(left, TimeUnit.MILLISECONDS)) {
                throw limited(
                        description, limits.concurrent() + " requests wait for their answer", Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(ReasonCode.SHUTTING_DOWN, description + ": interrupted while waiting for its turn")
                    .toException();
        }
    }

    private Instant waitForTurn(String description, Instant deadline) {
        Instant mine = Instant.MIN;
        while (true) {
            Instant now = clock.instant();
            Duration wait;
            synchronized (this) {
                if (mine.equals(Instant.MIN)) {
                    mine = reserved(now, deadline);
                }
                Instant begin = mine.isAfter(paused) ? mine : paused;
                if (!begin.isAfter(now)) {
                    return now;
                }
                wait = Duration.between(now, begin);
                if (begin.isAfter(deadline)) {
                    throw limited(description, "the registry is to be left alone for " + seconds(wait), wait);
                }
            }
            waiting.pause(description, wait);
        }
    }

    /** The next free place in the rate; none is taken by whoever would not wait for it. */
    private Instant reserved(Instant now, Instant deadline) {
        if (limits.perSecond() == 0) {
            return now;
        }
        Instant begin = turn.isAfter(now) ? turn : now;
        if (!begin.isAfter(deadline)) {
            turn = begin.plus(Duration.ofSeconds(1).dividedBy(limits.perSecond()));
        }
        return begin;
    }

    /** The answer began, or none came. */
    void leave() {
        atOnce.release();
    }

    /** Lets nobody ask for so long. */
    synchronized void pause(Duration time) {
        Instant end = clock.instant().plus(time);
        if (end.isAfter(paused)) {
            paused = end;
        }
    }

    private FailureException limited(String description, String why, Duration wait) {
        return new Failure(
                        ReasonCode.REGISTRY_RATE_LIMITED,
                        description + ": " + host + ": " + why + "; the limits are max-concurrent-requests, "
                                + "requests-per-second and the registry's own",
                        Retry.after(wait))
                .toException();
    }

    private static String seconds(Duration wait) {
        return Math.max(1, wait.toSeconds()) + " s";
    }
}
