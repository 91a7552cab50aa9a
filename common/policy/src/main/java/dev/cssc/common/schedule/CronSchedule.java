package dev.cssc.common.schedule;

import com.cronutils.model.time.ExecutionTime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * Five cron fields in a time zone. Where the clock is put forward, a time that is skipped runs once, later by as much as was skipped (02:30
 * becomes 03:30); where it is put back, a time that comes twice runs once, the first time. cron-utils says which local times there are, and
 * its own handling of such days, which leaves skipped times out, is not used.
 */
public final class CronSchedule implements Schedule {
    private final String fields;
    private final ZoneId zone;
    private final ExecutionTime times;

    /**
     * @param fields minute, hour, day of month, month and day of week, with one space between
     * @param times the same, read; must come round again and again
     */
    CronSchedule(String fields, ZoneId zone, ExecutionTime times) {
        this.fields = fields;
        this.zone = zone;
        this.times = times;
    }

    @Override
    public Instant next(Instant after) {
        LocalDateTime local = beginOfSearch(after);
        Instant earliest = Instant.MAX;
        while (true) {
            local = following(local);
            // Skipped: later by what was skipped. Twice: the first of both.
            Instant time = local.atZone(zone).toInstant();
            if (time.isAfter(after)) {
                earliest = time.isBefore(earliest) ? time : earliest;
                // A skipped time moves behind others that are written later, so the search goes on beyond it.
                if (!skipped(local)) {
                    return earliest;
                }
            }
        }
    }

    /** Times that were skipped just before are still to come where less than the skipped time has passed since. */
    private LocalDateTime beginOfSearch(Instant after) {
        ZoneOffsetTransition last = zone.getRules().previousTransition(after.plusNanos(1));
        boolean shiftedTimesToCome =
                last != null && last.isGap() && after.isBefore(last.getInstant().plus(last.getDuration()));
        return shiftedTimesToCome
                ? last.getDateTimeBefore().minusMinutes(1)
                : after.atZone(zone).toLocalDateTime();
    }

    private LocalDateTime following(LocalDateTime local) {
        return times.nextExecution(local.atZone(ZoneOffset.UTC))
                .orElseThrow(() -> new IllegalStateException("no time after " + local + " for " + text()))
                .toLocalDateTime();
    }

    private boolean skipped(LocalDateTime local) {
        return Optional.ofNullable(zone.getRules().getTransition(local))
                .filter(ZoneOffsetTransition::isGap)
                .isPresent();
    }

    @Override
    public String text() {
        return "cron " + fields + (zone.equals(ZoneOffset.UTC) ? "" : " " + zone);
    }

    @Override
    public String toString() {
        return text();
    }
}
