package dev.cssc.common.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The same time apart, always, whatever the calendar says: {@code every 7d} is due each 168 hours after the moment it was written. Daylight
 * saving does not move it.
 *
 * @param number how many of the unit, from 1 to {@link #most}
 * @param unit {@link ChronoUnit#DAYS} (24 hours each) or {@link ChronoUnit#HOURS}
 * @param start when it was written, in whole seconds; the first time is one interval later
 */
public record EveryInterval(int number, ChronoUnit unit, Instant start) implements Schedule {
    private static final int MOST_DAYS = 365;

    public EveryInterval {
        if (number < 1 || number > most(unit)) {
            throw new IllegalArgumentException("not from 1 to " + most(unit) + " " + unit + ": " + number);
        }
        start = start.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Largest number of that unit: a year. */
    public static int most(ChronoUnit unit) {
        return switch (unit) {
            case DAYS -> MOST_DAYS;
            case HOURS -> MOST_DAYS * 24;
            default -> throw new IllegalArgumentException("neither days nor hours: " + unit);
        };
    }

    @Override
    public Instant next(Instant after) {
        Duration interval = Duration.of(number, unit);
        Duration passed = Duration.between(start, after);
        long whole = passed.isNegative() ? 0 : passed.dividedBy(interval);
        return start.plus(interval.multipliedBy(whole + 1));
    }

    @Override
    public String text() {
        return "every " + number + (unit == ChronoUnit.DAYS ? "d" : "h");
    }
}
