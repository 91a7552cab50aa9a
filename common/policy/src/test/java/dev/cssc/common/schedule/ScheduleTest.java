package dev.cssc.common.schedule;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleTest {
    /** ACR's days: 1, 1+N, 1+2N … of every month anew. The schedule was written at 10:30 UTC. */
    @ParameterizedTest
    @CsvSource({
        "7d,  2026-11-03T10:30:00Z, 2026-11-08T10:30:00Z",
        "3d,  2026-11-07T10:30:00Z, 2026-11-10T10:30:00Z",
        "7d,  2026-01-28T10:30:00Z, 2026-01-29T10:30:00Z",
        "7d,  2026-01-29T10:30:00Z, 2026-02-01T10:30:00Z",
        "7d,  2026-02-22T10:30:00Z, 2026-03-01T10:30:00Z",
        "7d,  2028-02-22T10:30:00Z, 2028-02-29T10:30:00Z",
        "7d,  2028-02-29T10:30:00Z, 2028-03-01T10:30:00Z",
        "1d,  2026-12-31T10:30:00Z, 2027-01-01T10:30:00Z",
        "1d,  2026-11-24T10:29:59Z, 2026-11-24T10:30:00Z",
        "1d,  2026-11-24T10:30:00Z, 2026-11-25T10:30:00Z",
        "1d,  2028-02-28T10:30:00Z, 2028-02-29T10:30:00Z",
        "2d,  2026-01-29T10:30:00Z, 2026-01-31T10:30:00Z",
        "2d,  2026-01-31T10:30:00Z, 2026-02-01T10:30:00Z",
        "14d, 2026-11-15T10:30:00Z, 2026-11-29T10:30:00Z",
        "16d, 2026-11-17T10:30:00Z, 2026-12-01T10:30:00Z",
        "29d, 2026-11-01T10:30:00Z, 2026-11-30T10:30:00Z",
        "29d, 2026-02-01T10:30:00Z, 2026-03-01T10:30:00Z",
        "30d, 2026-01-01T10:30:00Z, 2026-01-31T10:30:00Z",
        "30d, 2026-01-31T10:30:00Z, 2026-02-01T10:30:00Z",
        "30d, 2026-04-01T10:30:00Z, 2026-05-01T10:30:00Z",
        "007d, 2026-11-03T00:00:00Z, 2026-11-08T10:30:00Z",
    })
    void nextTime(String text, Instant after, Instant next) {
        assertThat(Schedule.parse(text, LocalTime.of(10, 30)).next(after)).isEqualTo(next);
    }

    @Test
    void theTimeOfDayIsTheMinuteAtWhichItWasWritten() {
        var written = Instant.parse("2026-11-24T18:07:59.123Z");

        assertThat(Schedule.parse("1d", written).next(written)).isEqualTo(Instant.parse("2026-11-25T18:07:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "7", "d", "0d", "00d", "31d", "100d", "7D", " 7d", "7d ", "7d\n", "7h", "1w", "-1d", "1.5d", "٧d"
            })
    void whatIsNotOfThatFormIsRefused(String text) {
        assertThatThrownBy(() -> Schedule.parse(text, LocalTime.NOON))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.SCHEDULE_INVALID));
    }

    @Test
    void veryLongTextIsRefusedToo() {
        assertThatThrownBy(() -> Schedule.parse("0".repeat(1_000_000) + "7d", LocalTime.NOON))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void nextIsAlwaysLaterAndOnADayOfTheSchedule() {
        var random = new Random(42);
        for (int i = 0; i < 5_000; i++) {
            int days = 1 + random.nextInt(30);
            Instant after = Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));

            Instant next = new EveryNthDay(days, LocalTime.of(random.nextInt(24), random.nextInt(60))).next(after);

            assertThat(next).isAfter(after);
            assertThat((next.atOffset(ZoneOffset.UTC).getDayOfMonth() - 1) % days)
                    .isZero();
        }
    }
}
