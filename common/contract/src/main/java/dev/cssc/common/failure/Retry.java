package dev.cssc.common.failure;

import java.time.Duration;

/** Whether, and when, it makes sense to try again. Belongs to the failure, not to whoever handles it. */
public sealed interface Retry {

    /** Trying again cannot help until a person or the world changes something. */
    record Never() implements Retry {}

    /** Trying again may help; the caller's own back-off says when. */
    record Backoff() implements Retry {}

    /** The other side said when to come back (for example {@code Retry-After} of a registry's 429). */
    record After(Duration delay) implements Retry {}

    /** A failure that no repetition cures. */
    static Retry never() {
        return new Never();
    }

    /** A failure that may pass by itself. */
    static Retry backoff() {
        return new Backoff();
    }

    /** A failure whose other side named the waiting time. */
    static Retry after(Duration delay) {
        return new After(delay);
    }
}
