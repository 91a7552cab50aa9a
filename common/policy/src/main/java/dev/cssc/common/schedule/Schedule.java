package dev.cssc.common.schedule;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * When a workflow is due. Three forms: ACR's {@code Nd} ({@link EveryNthDay}), a true interval ({@link EveryInterval}) and cron with a time
 * zone ({@link CronSchedule}).
 */
public sealed interface Schedule permits EveryNthDay, EveryInterval, CronSchedule {

    /** The first time that is later than the given one. */
    Instant next(Instant after);

    /** The first times that are later than the given one, in their order. */
    default List<Instant> next(Instant after, int count) {
        return Stream.iterate(next(after), this::next).limit(count).toList();
    }

    /** The form in which people write it, without what may be left out; {@link #parse} reads it as the same schedule. */
    String text();

    /**
     * Reads one of
     *
     * <ul>
     *   <li>{@code Nd}, N from 1 to 30; leading zeros are accepted, as ACR does
     *   <li>{@code every Nd} with N from 1 to 365, {@code every Nh} with N from 1 to 8760
     *   <li>{@code cron M H D M W [ZONE]}, the same without the word, and with {@code CRON_TZ=ZONE} or {@code TZ=ZONE} in front of the
     *       fields; UTC where no zone is named
     * </ul>
     *
     * @param text what was written; nothing may stand before or behind
     * @param createdAt when: gives {@code Nd} its minute of the day in UTC (ACR makes its cron line at submission), and is where an interval
     *     begins
     * @throws dev.cssc.common.failure.FailureException with {@link dev.cssc.common.failure.ReasonCode#SCHEDULE_INVALID}, naming what is
     *     wrong and what may be meant
     */
    static Schedule parse(String text, Instant createdAt) {
        return ScheduleReader.read(text, createdAt);
    }
}
