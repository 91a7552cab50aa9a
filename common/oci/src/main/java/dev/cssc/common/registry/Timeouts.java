package dev.cssc.common.registry;

import java.time.Duration;

/**
 * How long one registry may take.
 *
 * @param connect until a connection stands, for each address tried
 * @param read longest silence while an answer is awaited or read
 * @param transfer longest time for one blob, from request to last byte
 */
public record Timeouts(Duration connect, Duration read, Duration transfer) {
    /** 10 seconds, 30 seconds, 30 minutes. */
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(30));

    /** Longest time for a whole exchange that moves no blob: also an answer that trickles ends. */
    Duration exchange() {
        return connect.plus(read.multipliedBy(2));
    }
}
