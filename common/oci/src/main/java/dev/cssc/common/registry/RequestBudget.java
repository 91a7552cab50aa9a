package dev.cssc.common.registry;

import java.time.Duration;

/**
 * How hard one registry may be asked, by all threads of this process together.
 *
 * @param concurrent most requests that wait for their answer at once
 * @param perSecond most requests begun in a second; 0 for no limit
 * @param patience longest time one request waits for the rate, and for the registry where it answers 429; beyond it the step fails and
 *     is tried again later
 */
public record RequestBudget(int concurrent, int perSecond, Duration patience) {
    /** 64 at once, no limit on the rate, half a minute of patience. */
    public static final RequestBudget DEFAULT = new RequestBudget(64, 0, Duration.ofSeconds(30));

    public RequestBudget {
        if (concurrent < 1 || perSecond < 0 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "no budget: " + concurrent + " at once, " + perSecond + " a second, patience " + patience);
        }
    }
}
