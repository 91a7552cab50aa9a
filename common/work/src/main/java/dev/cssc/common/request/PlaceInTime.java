package dev.cssc.common.request;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list that is ordered by time, newest first, and by identity where times are equal.
 *
 * @param at when what is there was; as the database keeps times, in microseconds
 * @param id its identity
 */
public record PlaceInTime(Instant at, UUID id) {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})-([0-9a-f-]{36})");

    /** Reads what {@link #text} wrote. */
    public static Optional<PlaceInTime> parse(String text) {
        Matcher place = PLACE.matcher(text);
        try {
            return place.matches()
                    ? Optional.of(new PlaceInTime(
                            Instant.EPOCH.plus(Long.parseLong(place.group(1)), ChronoUnit.MICROS),
                            UUID.fromString(place.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For a link to what is behind it. */
    public String text() {
        return micros() + "-" + id;
    }

    /** Microseconds since 1970: the parameter {@code micros} of {@link #isBehind}. */
    public long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /**
     * The condition, in PostgreSQL's SQL, that a row is behind the place that its parameters {@code micros} and {@code id} name.
     *
     * @param column the row's time
     */
    public static String isBehind(String column) {
        return "(" + column + ", id) < (to_timestamp(0) + :micros * interval '1 microsecond', cast(:id as uuid))";
    }
}
