package dev.cssc.common.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** ACR's {@code Nd}: the days 1, 1+N, 1+2N … of every month anew. */
class EveryNthDayTest {
    private static final LocalTime HALF_PAST_TEN = LocalTime.of(10, 30);

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
        "15d, 2025-01-15T10:30:42Z, 2025-01-16T10:30:00Z",
        "16d, 2026-11-17T10:30:00Z, 2026-12-01T10:30:00Z",
        "29d, 2026-11-01T10:30:00Z, 2026-11-30T10:30:00Z",
        "29d, 2026-02-01T10:30:00Z, 2026-03-01T10:30:00Z",
        "30d, 2026-01-01T10:30:00Z, 2026-01-31T10:30:00Z",
        "30d, 2026-01-31T10:30:00Z, 2026-02-01T10:30:00Z",
        "30d, 2026-04-01T10:30:00Z, 2026-05-01T10:30:00Z",
        "007d, 2026-11-03T00:00:00Z, 2026-11-08T10:30:00Z",
    })
    void nextTime(String text, Instant after, Instant next) {
        Instant written = after.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .atTime(HALF_PAST_TEN)
                .toInstant(ZoneOffset.UTC);

        assertThat(Schedule.parse(text, written).next(after)).isEqualTo(next);
    }

    @Test
    void theTimeOfDayIsTheMinuteAtWhichItWasWritten() {
        var written = Instant.parse("2026-11-24T18:07:59.123Z");

        assertThat(Schedule.parse("1d", written).next(written)).isEqualTo(Instant.parse("2026-11-25T18:07:00Z"));
    }

    /** The cron line that ACR makes of it, {@code m h * /N * *}, read by another's hand. */
    @ParameterizedTest
    @CsvSource({"2023-01-01", "2024-01-01", "2025-03-01"})
    void overTwoYearsEveryNRunsWhenTheCronLineOfAcrDoes(LocalDate from) {
        var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        ZonedDateTime end = from.plusYears(2).atStartOfDay(ZoneOffset.UTC);
        for (int n = 1; n <= EveryNthDay.MOST_DAYS; n++) {
            var cron = ExecutionTime.forCron(parser.parse("30 10 */" + n + " * *"));
            List<Instant> acr = new ArrayList<>();
            ZonedDateTime time = from.atStartOfDay(ZoneOffset.UTC).minusSeconds(1);
            for (time = cron.nextExecution(time).orElseThrow();
                    time.isBefore(end);
                    time = cron.nextExecution(time).orElseThrow()) {
                acr.add(time.toInstant());
            }

            List<Instant> ours = new EveryNthDay(n, HALF_PAST_TEN)
                    .next(from.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1), acr.size());

            assertThat(ours).as("%dd from %s", n, from).isEqualTo(acr);
            assertThat(acr).hasSizeGreaterThanOrEqualTo(24);
        }
    }

    @ParameterizedTest
    @CsvSource({"2023", "2024", "2025"})
    void aYearHasTheDaysThatCountingGives(int year) {
        for (int n = 1; n <= EveryNthDay.MOST_DAYS; n++) {
            int step = n;
            List<LocalDate> counted = IntStream.rangeClosed(1, Year.of(year).length())
                    .mapToObj(day -> LocalDate.ofYearDay(year, day))
                    .filter(day -> (day.getDayOfMonth() - 1) % step == 0)
                    .toList();

            List<LocalDate> ours = new EveryNthDay(n, LocalTime.MIDNIGHT)
                    .next(Instant.parse(year - 1 + "-12-31T23:59:59Z"), counted.size()).stream()
                            .map(time -> time.atOffset(ZoneOffset.UTC).toLocalDate())
                            .toList();

            assertThat(ours).as("%dd in %d", n, year).isEqualTo(counted);
        }
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
