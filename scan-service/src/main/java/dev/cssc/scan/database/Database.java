package dev.cssc.scan.database;

import java.time.Duration;
import java.time.Instant;

/**
 * A vulnerability database as it is at one moment.
 *
 * @param identity what tells it from every other: the digest of the artifact that it came as, else the time of its making
 * @param made when its advisories were gathered ({@code UpdatedAt} of its metadata)
 */
public record Database(String identity, Instant made) {

    /** How old its knowledge is; zero where it is from the future of this clock. */
    public Duration age(Instant now) {
        Duration age = Duration.between(made, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
