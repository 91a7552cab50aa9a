package dev.cssc.patch.engine.buildah;

import java.time.Duration;

/**
 * The moment by which a whole sequence of commands has to be over.
 *
 * @param nanoTime by {@link System#nanoTime()}
 */
record Deadline(long nanoTime) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; a second where nothing is, so that the next command ends as timed out and says what it was. */
    Duration left() {
        Duration left = Duration.ofNanos(nanoTime - System.nanoTime());
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }
}
