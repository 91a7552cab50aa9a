package dev.cssc.common.schedule;

import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * ACR's {@code Nd}, which is the cron line {@code minute hour *}{@code /N * *}: the days 1, 1+N, 1+2N … of every month anew, so 7d runs on
 * the 29th and again on the 1st, and 30d on the 1st and, where there is one, the 31st.
 *
 * @param days N, from 1 to 30
 * @param timeOfDay UTC, in whole minutes
 */
public record EveryNthDay(int days, LocalTime timeOfDay) implements Schedule {
    /** Largest N that ACR takes. */
    public static final int MOST_DAYS = 30;

    public EveryNthDay {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("not from 1 to " + MOST_DAYS + " days: " + days);
        }
    }

    @Override
    public Instant next(Instant after) {
        YearMonth month = YearMonth.from(after.atOffset(ZoneOffset.UTC));
        while (true) {
            for (int day = 1; day <= month.lengthOfMonth(); day += days) {
                Instant time = month.atDay(day).atTime(timeOfDay).toInstant(ZoneOffset.UTC);
                if (time.isAfter(after)) {
                    return time;
                }
            }
            month = month.plusMonths(1);
        }
    }

    @Override
    public String text() {
        return days + "d";
    }
}
