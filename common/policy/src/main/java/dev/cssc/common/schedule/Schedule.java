package dev.cssc.common.schedule;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a workflow is due. */
public sealed interface Schedule permits EveryNthDay {

    /** The first time that is later than the given one. */
    Instant next(Instant after);

    /** The form in which people write it. */
    String text();

    /**
     * Reads ACR's {@code Nd} with N from 1 to 30. Leading zeros are accepted, as ACR does; nothing may stand before or behind.
     *
     * @param text what was written
     * @param written when; its minute of the day in UTC becomes the time of day (ACR: the cron line is made at submission)
     * @throws dev.cssc.common.failure.FailureException with {@link ReasonCode#SCHEDULE_INVALID} where it is not of that form
     */
    static Schedule parse(String text, Instant written) {
        return parse(text, written.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES));
    }

    /**
     * Reads the same with the time of day that was fixed when the schedule was written.
     *
     * @throws dev.cssc.common.failure.FailureException with {@link ReasonCode#SCHEDULE_INVALID} where it is not of that form
     */
    static Schedule parse(String text, LocalTime timeOfDay) {
        Matcher form = Pattern.compile("0*([0-9]{1,2})d").matcher(text.length() > 100 ? "" : text);
        int days = form.matches() ? Integer.parseInt(form.group(1)) : 0;
        if (days < 1 || days > EveryNthDay.MOST_DAYS) {
            throw Failure.of(
                            ReasonCode.SCHEDULE_INVALID,
                            "reading the schedule '" + text.substring(0, Math.min(40, text.length()))
                                    + "': expected <number>d with a number of days from 1 to 30, for example 7d")
                    .toException();
        }
        return new EveryNthDay(days, timeOfDay);
    }
}
