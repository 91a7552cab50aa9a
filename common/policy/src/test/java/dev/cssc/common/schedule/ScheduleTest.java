package dev.cssc.common.schedule;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleTest {
    private static final Instant WRITTEN = Instant.parse("2025-01-15T10:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "007d, 7d",
        "30d, 30d",
        "every 07d, every 7d",
        "every 12h, every 12h",
        "0 3 * * 1, cron 0 3 * * 1",
        "CRON_TZ=Europe/Berlin 0 3 * * MON, cron 0 3 * * MON Europe/Berlin",
        "cron  0  3 * * * UTC, cron 0 3 * * *",
    })
    void theTextIsReadAsTheSameSchedule(String text, String shown) {
        Schedule schedule = Schedule.parse(text, WRITTEN);

        assertThat(schedule.text()).isEqualTo(shown);
        assertThat(Schedule.parse(shown, WRITTEN).next(WRITTEN, 5)).isEqualTo(schedule.next(WRITTEN, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "7",
                "d",
                "0d",
                "00d",
                "31d",
                "100d",
                "7D",
                " 7d",
                "7d ",
                "7d\n",
                "7h",
                "1w",
                "-1d",
                "1.5d",
                "٧d",
                "every",
                "every 7",
                "every d",
                "every 0d",
                "every 366d",
                "every 0h",
                "every 8761h",
                "every 7D",
                "every  7d",
                "every 30m",
                "Every 7d",
                "cron",
                "cron ",
                "cron 0 3 * *",
                "cron 0 3 * * 1 ",
                "0 3 * * 1\n",
                "cron 0 0 30 2 *",
                "0 0 31 4,6,9,11 *",
                "0 0 3 * * ?",
                "0 0 3 * * 1 2025",
                "0 3 * * 1 Europe/Nowhere",
                "0 3 * * 1 +99:00",
                "TZ= 0 3 * * 1",
                "TZ=Europe/Berlin 0 3 * * 1 Europe/Paris",
                "60 3 * * *",
                "0 24 * * *",
                "0 3 0 * *",
                "0 3 32 * *",
                "0 3 * 13 *",
                "0 3 * * 8",
                "*/0 * * * *",
                "5-1 * * * *",
                "0 3 L * *",
                "0 3 * * 1#2",
                "@daily",
                "@reboot"
            })
    void whatIsOfNoFormIsRefused(String text) {
        assertThatThrownBy(() -> Schedule.parse(text, WRITTEN)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(ReasonCode.SCHEDULE_INVALID);
            assertThat(e.failure().detail()).doesNotContain("\n");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            7D                       | Did you mean '7d'?
            " 7d"                    | Did you mean '7d'?
            1w                       | Did you mean 'every 7d'?
            2 weeks                  | Did you mean 'every 14d'?
            7 days                   | Did you mean '7d'?
            every 7 days             | Did you mean 'every 7d'?
            every day                | Did you mean 'every 1d'?
            Every 7d                 | Did you mean 'every 7d'?
            7h                       | Did you mean 'every 7h'?
            every 30m                | Did you mean 'cron */30 * * * *'?
            @daily                   | Did you mean 'cron 0 0 * * *'?
            0d                       | N from 1 to 30
            31d                      | Did you mean 'every 31d'?
            31d                      | N from 1 to 30
            every 366d               | expected 1 to 365
            every 0h                 | expected 1 to 8760
            cron 0 3 * *             | has 4 fields where cron has five
            0 0 3 * * ?              | there are no seconds and no years here. Did you mean 'cron 0 3 * * *'?
            0 0 3 * * 1 2025         | has 7 fields
            cron 0 0 30 2 *          | never comes: none of its months has a day 30
            0 3 * * 1 europe/berlin  | Did you mean 'Europe/Berlin'?
            0 3 * * 1 Berlin         | Did you mean 'Europe/Berlin'?
            TZ=Mars 0 3 * * 1        | the time zone 'Mars', which is not known
            TZ=UTC 0 3 * * 1 UTC     | in front of the fields and another one behind
            0 3 * * 1 +99:00         | offsets go from -18:00 to +18:00
            60 3 * * *               | has '60' for the minute; expected 0 to 59
            0 24 * * *               | has '24' for the hour; expected 0 to 23
            0 3 32 * *               | has '32' for the day of the month; expected 1 to 31
            0 3 * FOO *              | has 'FOO' for the month; expected 1 to 12
            0 3 * * 1#2              | has '1#2' for the day of the week; expected 0 to 7
            tomorrow                 | none of Nd with N from 1 to 30 (7d), every Nd or every Nh (every 12h), and cron
            """)
    void aRefusalNamesWhatIsWrongAndWhatMayBeMeant(String text, String told) {
        assertThatThrownBy(() -> Schedule.parse(text, WRITTEN)).hasMessageContaining(told);
    }

    @Test
    void aRefusalNamesTheText() {
        assertThatThrownBy(() -> Schedule.parse("7d\n", WRITTEN))
                .hasMessageContaining("reading the schedule '7d\\n'")
                .hasMessageContaining("Did you mean '7d'?");
    }

    @Test
    void veryLongTextIsRefusedToo() {
        assertThatThrownBy(() -> Schedule.parse("0".repeat(1_000_000) + "7d", WRITTEN))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("longer than 200 characters")
                .hasMessageNotContaining("0".repeat(100));
        assertThatThrownBy(() -> Schedule.parse("9".repeat(150) + "d", WRITTEN)).hasMessageContaining("N from 1 to 30");
    }
}
