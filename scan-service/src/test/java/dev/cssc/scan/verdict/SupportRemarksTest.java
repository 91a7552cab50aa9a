package dev.cssc.scan.verdict;

import dev.cssc.common.event.Criteria;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.endoflife.CalendarFile;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.ScanOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

/** What the end of a release's support, Debian 12's on 2028-06-30, does to its verdict and the words about it. */
class SupportRemarksTest {
    private static final SupportCalendar CALENDAR = CalendarFile.bundled();
    private static final ScanOutcome.Scanned IMAGE =
            scanned(List.of("tar"), List.of(upgrade("tar", "CVE-1")), List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2028-06-30 | urgent: debian 12.15 gets no security updates after 2028-06-30, which is today
            2028-06-29 | urgent: debian 12.15 gets no security updates after 2028-06-30, in 1 day
            2028-06-23 | urgent: debian 12.15 gets no security updates after 2028-06-30, in 7 days
            2028-06-22 | warning: debian 12.15 gets no security updates after 2028-06-30, in 8 days
            2028-05-31 | warning: debian 12.15 gets no security updates after 2028-06-30, in 30 days
            2028-05-30 | debian 12.15 gets no security updates after 2028-06-30, in 31 days
            2028-04-01 | debian 12.15 gets no security updates after 2028-06-30, in 90 days
            """)
    void endIsAnnouncedThreeMonthsAheadAndLouderAMonthAndAWeekAhead(LocalDate day, String words) {
        assertThat(on(day).remarks(IMAGE).sentence()).contains(words);
        assertThat(Verdicts.of(IMAGE, on(day))).isInstanceOf(Verdict.Fixable.class);
    }

    @Test
    void endThatIsFarIsNotSpokenOf() {
        assertThat(on(LocalDate.of(2028, 3, 31)).remarks(IMAGE).sentence()).isEmpty();
    }

    @Test
    void releaseIsAtItsEndOnTheDayAfter() {
        assertThat(Verdicts.of(IMAGE, on(LocalDate.of(2028, 7, 1)))).isInstanceOf(Verdict.EndOfLife.class);
    }

    @Test
    void calendarThatKnowsBetterBeatsTheEngine() {
        assertThat(Verdicts.of(TestScans.endOfLife(List.of(upgrade("libc6", "CVE-1"))), on(LocalDate.of(2026, 11, 28))))
                .isInstanceOf(Verdict.Fixable.class);
    }

    @Test
    void unknownReleaseIsSaidToBeUnknown() {
        Counting nobodyKnows = new Counting(Criteria.NONE, LocalDate.EPOCH, SupportCalendar.EMPTY);

        assertThat(nobodyKnows.remarks(IMAGE).sentence())
                .contains("until when debian 12.15 gets security updates is not known");
    }

    @Test
    void platformsOfOneReleaseSpeakOnce() {
        Remarks both = Remarks.together(List.of(
                on(LocalDate.of(2028, 6, 23)).remarks(IMAGE),
                on(LocalDate.of(2028, 6, 23)).remarks(IMAGE)));

        assertThat(both.sentence())
                .contains("urgent: debian 12.15 gets no security updates after 2028-06-30, in 7 days");
    }

    @Test
    void nearerEndIsSaidBeforeAllElse() {
        Remarks remarks = on(LocalDate.of(2028, 6, 23))
                .remarks(IMAGE)
                .and(Optional.of("a remark in no hurry"))
                .and(Optional.of("another one"));

        assertThat(remarks.sentence())
                .contains("urgent: debian 12.15 gets no security updates after 2028-06-30, in 7 days; "
                        + "a remark in no hurry; another one");
    }

    private static Counting on(LocalDate day) {
        return new Counting(Criteria.NONE, day, CALENDAR);
    }
}
