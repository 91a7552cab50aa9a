package dev.cssc.common.schedule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CronScheduleTest {
    private static Schedule cron(String text) {
        return Schedule.parse(text, Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron 0 3 * * 1 Europe/Berlin",
                "0 3 * * 1 Europe/Berlin",
                "CRON_TZ=Europe/Berlin 0 3 * * 1",
                "TZ=Europe/Berlin 0 3 * * 1",
                "cron  0 3 * * MON\tEurope/Berlin",
                "0 3 * * mon Europe/Berlin"
            })
    void everySpellingMeansTheSame(String text) {
        assertThat(cron(text).next(Instant.parse("2025-06-03T00:00:00Z"))).isEqualTo("2025-06-09T01:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "0 3 * * *,            2025-01-15T03:00:00Z, 2025-01-16T03:00:00Z",
        "0 3 * * * UTC,        2025-01-15T02:59:59Z, 2025-01-15T03:00:00Z",
        "cron 0 3 * * * +02:00,2025-01-15T02:59:59Z, 2025-01-16T01:00:00Z",
        "*/15 * * * *,         2025-01-15T03:50:00Z, 2025-01-15T04:00:00Z",
        "0 0 1 * *,            2025-01-31T00:00:00Z, 2025-02-01T00:00:00Z",
        "0 0 31 * *,           2025-01-31T00:00:00Z, 2025-03-31T00:00:00Z",
        "0 0 29 2 *,           2025-01-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "0 0 29 2 *,           2096-03-01T00:00:00Z, 2104-02-29T00:00:00Z",
        "0 0 13 * 5,           2025-06-07T00:00:00Z, 2025-06-13T00:00:00Z",
        "0 0 13 * 5,           2025-06-13T00:00:00Z, 2025-06-20T00:00:00Z",
        "0 0 * * 0,            2025-06-02T00:00:00Z, 2025-06-08T00:00:00Z",
        "0 0 * * 7,            2025-06-02T00:00:00Z, 2025-06-08T00:00:00Z",
        "0 0 * JAN-MAR *,      2025-03-31T00:00:00Z, 2026-01-01T00:00:00Z",
    })
    void nextTime(String text, Instant after, Instant next) {
        assertThat(cron(text).next(after)).isEqualTo(next);
    }

    @ParameterizedTest(name = "{0} after {1}")
    @CsvSource({
        // 30 March 2025 in Berlin: 02:00 becomes 03:00.
        "30 2 * * * Europe/Berlin,      2025-03-29T02:00:00Z, 2025-03-30T01:30:00Z, 2025-03-31T00:30:00Z",
        "0 2 * * * Europe/Berlin,       2025-03-29T02:00:00Z, 2025-03-30T01:00:00Z, 2025-03-31T00:00:00Z",
        "30 2 * * * Europe/Berlin,      2025-03-30T01:10:00Z, 2025-03-30T01:30:00Z, 2025-03-31T00:30:00Z",
        "0 3 * * * Europe/Berlin,       2025-03-29T12:00:00Z, 2025-03-30T01:00:00Z, 2025-03-31T01:00:00Z",
        // 02:00 and 03:00 are one moment on that day, and one run.
        "'0 2,3 * * * Europe/Berlin',    2025-03-29T12:00:00Z, 2025-03-30T01:00:00Z, 2025-03-31T00:00:00Z",
        "0 * * * * Europe/Berlin,       2025-03-30T00:00:00Z, 2025-03-30T01:00:00Z, 2025-03-30T02:00:00Z",
        // 26 October 2025: 03:00 becomes 02:00.
        "30 2 * * * Europe/Berlin,      2025-10-25T12:00:00Z, 2025-10-26T00:30:00Z, 2025-10-27T01:30:00Z",
        "30 2 * * * Europe/Berlin,      2025-10-26T01:10:00Z, 2025-10-27T01:30:00Z, 2025-10-28T01:30:00Z",
        "0 3 * * * Europe/Berlin,       2025-10-25T12:00:00Z, 2025-10-26T02:00:00Z, 2025-10-27T02:00:00Z",
        // 9 March and 2 November 2025 in New York.
        "30 2 * * * America/New_York,   2025-03-08T12:00:00Z, 2025-03-09T07:30:00Z, 2025-03-10T06:30:00Z",
        "30 1 * * * America/New_York,   2025-11-01T12:00:00Z, 2025-11-02T05:30:00Z, 2025-11-03T06:30:00Z",
        // Lord Howe moves by half an hour: 5 October 2025, 02:00 becomes 02:30; 6 April, 02:00 becomes 01:30.
        "15 2 * * * Australia/Lord_Howe, 2025-10-04T00:00:00Z, 2025-10-04T15:45:00Z, 2025-10-05T15:15:00Z",
        "45 1 * * * Australia/Lord_Howe, 2025-04-05T00:00:00Z, 2025-04-05T14:45:00Z, 2025-04-06T15:15:00Z",
        // Samoa left a whole day out: 30 December 2011.
        "0 12 30 12 * Pacific/Apia,     2011-12-01T00:00:00Z, 2011-12-30T22:00:00Z, 2012-12-29T22:00:00Z",
    })
    void whereTheClockIsMovedEachTimeRunsOnce(String text, Instant after, Instant next, Instant afterThat) {
        assertThat(cron(text).next(after, 2)).containsExactly(next, afterThat);
    }

    /** Every local time of the fields, moved behind a gap or to the first of two, in the order in which they come. */
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"})
    void overAYearTheTimesAreThoseThatCountingMinutesGives(String zoneName) {
        var zone = ZoneId.of(zoneName);
        int year = zoneName.equals("Pacific/Apia") ? 2011 : 2025;
        List<Instant> counted = new ArrayList<>();
        for (var local = LocalDateTime.of(year, 1, 2, 0, 0);
                local.getYear() == year || local.getDayOfYear() < 2;
                local = local.plusMinutes(1)) {
            if (local.getMinute() % 20 == 0 && List.of(1, 2, 3, 12).contains(local.getHour())) {
                counted.add(local.atZone(zone).toInstant());
            }
        }
        List<Instant> expected = counted.stream().sorted().distinct().toList();

        List<Instant> ours = cron("*/20 1-3,12 * * * " + zoneName).next(expected.getFirst(), expected.size() - 1);

        assertThat(ours).isEqualTo(expected.subList(1, expected.size()));
    }

    @Test
    void nextIsStrictlyLaterAtEveryMomentOfADayOnWhichTheClockIsMoved() {
        for (String day : List.of("2025-03-29T22:00:00Z", "2025-10-25T22:00:00Z")) {
            Schedule schedule = cron("*/10 2 * * * Europe/Berlin");
            List<Instant> all = schedule.next(Instant.parse(day).minus(3, ChronoUnit.DAYS), 60);
            for (int seconds = 0; seconds < Duration.ofHours(6).toSeconds(); seconds += 30) {
                Instant after = Instant.parse(day).plusSeconds(seconds);

                assertThat(schedule.next(after))
                        .isEqualTo(all.stream()
                                .filter(time -> time.isAfter(after))
                                .findFirst()
                                .orElseThrow());
            }
        }
    }
}
