package dev.cssc.common.registry.definition;

import java.util.Optional;

/**
 * Limits on requests to one registry; what is left out is as the services' defaults have it.
 *
 * @param connectSeconds until a connection stands
 * @param readSeconds longest silence while an answer is awaited or read
 * @param transferSeconds longest time for one blob
 * @param concurrent most requests that wait for their answer at once, for each process
 * @param perSecond most requests begun in a second, for each process; 0 for no limit
 */
public record RequestLimits(
        Optional<Integer> connectSeconds,
        Optional<Integer> readSeconds,
        Optional<Integer> transferSeconds,
        Optional<Integer> concurrent,
        Optional<Integer> perSecond) {
    /** The services' defaults. */
    public static final RequestLimits DEFAULT =
            new RequestLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
