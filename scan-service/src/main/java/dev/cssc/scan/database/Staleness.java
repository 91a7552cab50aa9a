package dev.cssc.scan.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The rule that says which knowledge is too old.
 *
 * @param after age beyond which a database is stale
 * @param clock what tells the age
 */
public record Staleness(Duration after, Clock clock) {

    /** The moment by which ages are told. */
    public Instant now() {
        return clock.instant();
    }

    /** Whether verdicts by it are to be marked. */
    public boolean isStale(Database database) {
        return database.age(clock.instant()).compareTo(after) > 0;
    }
}
