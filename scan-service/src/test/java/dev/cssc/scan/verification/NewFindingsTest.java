package dev.cssc.scan.verification;

import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import dev.cssc.scan.verification.StagedVerification.Judgement;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.unfixed;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

/** What a patch brings that its source does not have. */
class NewFindingsTest extends StagedVerificationDriver {
    @Test
    void newFindingIsRefused() {
        Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("tar", "CVE-9")), List.of()));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(judgement.verification().added()).containsExactly(upgrade("tar", "CVE-9"));
        assertThat(judgement.verification().objections()).containsExactly("new finding in tar 1: CVE-9");
    }

    @Test
    void newVulnerabilityInAPackageThatHadOthersIsNewToo() {
        Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("apt", "CVE-9")), List.of()));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
    }

    @Test
    void newFindingThatDoesNotCountIsToldAndNotRefused() {
        Judgement judgement = judge(
                STAGED, scanned(INSTALLED, List.of(upgrade("apt", "CVE-9")), List.of()), ignoring("CVE-9", "CVE-3"));

        assertThat(judgement.refusal()).isEmpty();
        assertThat(judgement.verification().added()).containsExactly(upgrade("apt", "CVE-9"));
    }

    @Test
    void newFindingBesideOneThatDoesNotCountIsRefused() {
        Judgement judgement = judge(
                STAGED, scanned(INSTALLED, List.of(upgrade("tar", "CVE-8", "CVE-9")), List.of()), ignoring("CVE-9"));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
    }

    @Test
    void newFindingWithoutAFixIsRefusedToo() {
        Judgement judgement =
                judge(STAGED, scanned(INSTALLED, List.of(), List.of(unfixed("tar", "CVE-9"), unfixed("tar", "CVE-8"))));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(judgement.verification().objections())
                .containsExactly("new finding that has no fix in tar 1: CVE-9, CVE-8");
        assertThat(judgement.verification().added())
                .singleElement()
                .satisfies(added -> assertThat(added.fixed()).isEmpty());
    }

    @Test
    void newFindingWithoutAFixThatDoesNotCountIsToldAndNotRefused() {
        Judgement judgement =
                judge(STAGED, scanned(INSTALLED, List.of(), List.of(unfixed("tar", "CVE-9"))), ignoring("CVE-9"));

        assertThat(judgement.refusal()).isEmpty();
        assertThat(judgement.verification().added()).hasSize(1);
    }

    @Test
    void findingOfAnotherPackageOfTheSameSourceIsNotNew() {
        ScanOutcome.Scanned before = scanned(List.of("libfoo"), List.of(), List.of(unfixed("libfoo", "CVE-7")));
        Inventory split = new Inventory(
                before.inventory().os(),
                false,
                List.of(
                        new InstalledPackage("libfoo", "2", "amd64", "libfoo", "2"),
                        new InstalledPackage("libfoo-data", "2", "amd64", "libfoo", "2")));
        ScanOutcome.Scanned after = new ScanOutcome.Scanned(
                split,
                List.of(),
                List.of(unfixed("libfoo", "CVE-7"), unfixed("libfoo-data", "CVE-7"), unfixed("libfoo-data", "CVE-8")),
                before.scanner());

        assertThat(NewFindings.between(before, after).all())
                .singleElement()
                .satisfies(added -> assertThat(added.vulnerabilities())
                        .extracting(Vulnerability::id)
                        .containsExactly("CVE-8"));
    }

    @Test
    void ofManyNewFindingsTheFirstAreNamed() {
        List<UnfixedFinding> many = IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> unfixed("tar", "CVE-" + i))
                .toList();

        Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(), many));

        assertThat(judgement.verification().objections())
                .singleElement()
                .satisfies(objection -> assertThat(objection).endsWith("CVE-10 and 4990 more"));
    }

    @Test
    void findingWhoseFixWasTakenBackOrMadeIsNotNew() {
        ScanOutcome.Scanned before =
                scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1")), List.of(unfixed("tar", "CVE-7")));
        ScanOutcome.Scanned after =
                scanned(INSTALLED, List.of(upgrade("tar", "CVE-7")), List.of(unfixed("libc6", "CVE-1")));

        assertThat(NewFindings.between(before, after).all()).isEmpty();
    }
}
