package dev.cssc.scan.verdict;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.image.Tag;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import static dev.cssc.scan.TestScans.endOfLife;
import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.unfixed;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

/** The days are around the last of November 2026, by which the policy's author meant to have another answer. */
class CountingTest {
    private static final LocalDate LAST = LocalDate.of(2026, 11, 30);
    private static final List<String> INSTALLED = List.of("libc6", "openssl", "tar");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -        | -               | 0 | HIGH     | true
            HIGH     | -               | 0 | HIGH     | true
            HIGH     | -               | 0 | CRITICAL | true
            HIGH     | -               | 0 | MEDIUM   | false
            CRITICAL | -               | 0 | UNKNOWN  | true
            UNKNOWN  | -               | 0 | LOW      | true
            -        | CVE-1           | 0 | CRITICAL | false
            -        | cve-1           | 0 | HIGH     | false
            -        | CVE-2           | 0 | HIGH     | true
            -        | CVE-1 openssl   | 0 | HIGH     | false
            -        | CVE-1 libc6     | 0 | HIGH     | true
            -        | CVE-1 * expires | 0 | HIGH     | false
            -        | CVE-1 * expires | 1 | HIGH     | true
            -        | CVE-1 * expires | -9 | HIGH    | false
            HIGH     | CVE-1 * expires | 1 | LOW      | false
            """)
    void aFindingCountsOrNot(String minimum, String ignore, int daysAfterTheLast, Severity severity, boolean counts) {
        Counting counting = new Counting(
                new Criteria(severity(minimum), ignored(ignore), List.of()),
                LAST.plusDays(daysAfterTheLast),
                SupportCalendar.EMPTY);

        assertThat(counting.counts("openssl", new Vulnerability("CVE-1", severity)))
                .isEqualTo(counts);
    }

    @Test
    void aPackageIsRaisedWithAllItsFixesWhereOneOfThemCounts() {
        PackageUpgrade openssl = upgrade("openssl", rated("CVE-1", Severity.LOW), rated("CVE-2", Severity.CRITICAL));
        ScanOutcome.Scanned scan =
                scanned(INSTALLED, List.of(openssl, upgrade("tar", rated("CVE-3", Severity.LOW))), List.of());

        assertThat(Verdicts.of(scan, minimum(Severity.HIGH))).isEqualTo(new Verdict.Fixable(List.of(openssl)));
        assertThat(minimum(Severity.HIGH).setAside(scan).sentence()).contains("2 findings below HIGH do not count");
    }

    @Test
    void whereNothingCountsTheImageIsCleanAndSaysWhy() {
        ScanOutcome.Scanned scan = scanned(
                INSTALLED,
                List.of(
                        upgrade("openssl", rated("CVE-1", Severity.LOW), rated("CVE-2", Severity.MEDIUM)),
                        upgrade("tar", rated("CVE-3", Severity.HIGH))),
                List.of(unfixed("libc6", "CVE-4", Severity.LOW)));
        Counting counting = new Counting(
                new Criteria(Optional.of(Severity.HIGH), ignored("CVE-3 tar expires"), List.of()),
                LAST,
                SupportCalendar.EMPTY);

        Verdict verdict = Verdicts.of(scan, counting);

        assertThat(verdict).isEqualTo(new Verdict.Clean());
        assertThat(Verdicts.sentence(verdict, new Tag("12"), new Remarks(counting.setAside(scan), Set.of())))
                .isEqualTo("no finding that counts in 12; "
                        + "3 findings below HIGH and 1 ignored until 2026-11-30 do not count");
    }

    @Test
    void findingsWithoutAFixThatDoNotCountLeaveNothingUnfixable() {
        ScanOutcome.Scanned scan = scanned(
                INSTALLED,
                List.of(),
                List.of(unfixed("tar", "CVE-1", Severity.LOW), unfixed("tar", "CVE-2", Severity.HIGH)));

        assertThat(Verdicts.of(scan, minimum(Severity.HIGH))).isEqualTo(new Verdict.UnfixableOnly(1));
        assertThat(Verdicts.of(scan, minimum(Severity.CRITICAL))).isEqualTo(new Verdict.Clean());
    }

    @Test
    void whatCountsButHasNoFixIsUnfixableAlthoughSomethingElseHasOne() {
        ScanOutcome.Scanned scan = scanned(
                INSTALLED,
                List.of(upgrade("tar", rated("CVE-1", Severity.LOW))),
                List.of(unfixed("libc6", "CVE-2", Severity.HIGH)));

        assertThat(Verdicts.of(scan, minimum(Severity.HIGH))).isEqualTo(new Verdict.UnfixableOnly(1));
    }

    @Test
    void theEndOfLifeIsNoFindingThatCouldBeSetAside() {
        assertThat(Verdicts.of(endOfLife(List.of()), minimum(Severity.CRITICAL)))
                .isInstanceOf(Verdict.EndOfLife.class);
    }

    @Test
    void anUpdateOfUnknownSeverityCountsAndSaysSo() {
        ScanOutcome.Scanned scan = scanned(
                INSTALLED,
                List.of(upgrade("openssl")),
                List.of(new UnfixedFinding("tar", "1", Optional.empty(), Severity.UNKNOWN)));

        assertThat(Verdicts.of(scan, minimum(Severity.CRITICAL))).isInstanceOf(Verdict.Fixable.class);
        assertThat(minimum(Severity.CRITICAL).setAside(scan).sentence())
                .contains("2 findings of unknown severity count");
    }

    @Test
    void anUpdateWithoutIdsCannotBeIgnoredAndSaysSo() {
        Counting counting =
                new Counting(new Criteria(Optional.empty(), ignored("CVE-1"), List.of()), LAST, SupportCalendar.EMPTY);

        assertThat(counting.setAside(scanned(INSTALLED, List.of(upgrade("openssl")), List.of()))
                        .sentence())
                .contains("1 finding without an id cannot be ignored");
    }

    @Test
    void anIgnoreThatExpiredCountsAgainAndSaysSo() {
        Counting counting = new Counting(
                new Criteria(Optional.empty(), ignored("CVE-1 * expires"), List.of()),
                LAST.plusDays(1),
                SupportCalendar.EMPTY);
        ScanOutcome.Scanned scan = scanned(INSTALLED, List.of(upgrade("openssl", "CVE-1")), List.of());

        assertThat(Verdicts.of(scan, counting)).isInstanceOf(Verdict.Fixable.class);
        assertThat(counting.setAside(scan).sentence()).contains("CVE-1 was ignored until 2026-11-30 and counts again");
    }

    @Test
    void manyThatExpiredAreCountedInsteadOfListed() {
        String[] ids = IntStream.rangeClosed(1, 5).mapToObj(i -> "CVE-" + i).toArray(String[]::new);
        Counting counting = new Counting(
                new Criteria(
                        Optional.empty(),
                        Arrays.stream(ids)
                                .flatMap(id -> ignored(id + " * expires").stream())
                                .toList(),
                        List.of()),
                LAST.plusDays(1),
                SupportCalendar.EMPTY);

        assertThat(counting.setAside(scanned(INSTALLED, List.of(upgrade("openssl", ids)), List.of()))
                        .sentence())
                .contains("CVE-1, CVE-2, CVE-3 and 2 more are ignored no longer and count again");
    }

    @Test
    void aFindingOfSeveralPlatformsIsSetAsideOnce() {
        ScanOutcome.Scanned scan = scanned(INSTALLED, List.of(upgrade("tar", rated("CVE-1", Severity.LOW))), List.of());
        Counting counting = minimum(Severity.HIGH);

        SetAside together = SetAside.together(List.of(
                counting.setAside(scan),
                counting.setAside(scan),
                counting.setAside(new ScanOutcome.NotUnderstood("scratch", TestScans.SCANNER))));

        assertThat(together.sentence()).contains("1 finding below HIGH does not count");
    }

    @Test
    void withoutCriteriaNothingIsSetAside() {
        ScanOutcome.Scanned scan = scanned(INSTALLED, List.of(upgrade("tar")), List.of(unfixed("tar", "CVE-1")));

        assertThat(Counting.EVERYTHING.of(scan)).isEqualTo(scan);
        assertThat(Counting.EVERYTHING.setAside(scan).sentence()).isEmpty();
    }

    private static Counting minimum(Severity severity) {
        return new Counting(new Criteria(Optional.of(severity), List.of(), List.of()), LAST, SupportCalendar.EMPTY);
    }

    private static Vulnerability rated(String id, Severity severity) {
        return new Vulnerability(id, severity);
    }

    private static Optional<Severity> severity(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(Severity.valueOf(text));
    }

    /** {@code CVE-1}, {@code CVE-1 package} or {@code CVE-1 package expires}; a package of {@code *} is any. */
    private static List<IgnoredVulnerability> ignored(String text) {
        if (text.equals("-")) {
            return List.of();
        }
        String[] words = text.split(" ");
        return List.of(new IgnoredVulnerability(
                words[0],
                words.length > 1 && !words[1].equals("*") ? Optional.of(words[1]) : Optional.empty(),
                "not reachable",
                words.length > 2 ? Optional.of(LAST) : Optional.empty()));
    }
}
