package dev.cssc.common.schedule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class EveryIntervalTest {
    private static final Instant WRITTEN = Instant.parse("2025-01-15T10:30:12.345Z");

    @ParameterizedTest
    @CsvSource({
        "every 7d,   2025-01-15T10:30:12Z, 2025-01-22T10:30:12Z",
        "every 7d,   2025-01-22T10:30:11Z, 2025-01-22T10:30:12Z",
        "every 7d,   2025-01-22T10:30:12Z, 2025-01-29T10:30:12Z",
        "every 7d,   2025-01-29T10:30:12Z, 2025-02-05T10:30:12Z",
        "every 30d,  2025-02-20T00:00:00Z, 2025-03-16T10:30:12Z",
        "every 12h,  2025-01-15T10:30:12Z, 2025-01-15T22:30:12Z",
        "every 1h,   2025-03-30T00:59:00Z, 2025-03-30T01:30:12Z",
        "every 365d, 2025-01-15T10:30:12Z, 2026-01-15T10:30:12Z",
        "every 010d, 2025-01-15T10:30:12Z, 2025-01-25T10:30:12Z",
    })
    void theTimesAreOneIntervalApartWhateverTheMonth(String text, Instant after, Instant next) {
        assertThat(Schedule.parse(text, WRITTEN).next(after)).isEqualTo(next);
    }

    @Test
    void theFirstTimeIsOneIntervalAfterItWasWrittenEvenWhereOneAsksAboutEarlierTimes() {
        assertThat(Schedule.parse("every 2d", WRITTEN).next(Instant.parse("2020-01-01T00:00:00Z")))
                .isEqualTo("2025-01-17T10:30:12Z");
    }

    @Test
    void theNextFiveFollowEachOther() {
        assertThat(Schedule.parse("every 36h", Instant.parse("2024-02-28T00:00:00Z"))
                        .next(Instant.parse("2024-02-28T00:00:00Z"), 5))
                .extracting(Instant::toString)
                .containsExactly(
                        "2024-02-29T12:00:00Z",
                        "2024-03-02T00:00:00Z",
                        "2024-03-03T12:00:00Z",
                        "2024-03-05T00:00:00Z",
                        "2024-03-06T12:00:00Z");
    }
}
