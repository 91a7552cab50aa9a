package dev.cssc.scan.verification;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verification.StagedVerification.Judgement;
import org.junit.jupiter.api.Test;

import java.util.List;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.unfixed;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

/** What has to become of the targets of a patch. */
class StagedVerificationTest extends StagedVerificationDriver {
    @Test
    void patchThatFixesAllIsAccepted() {
        Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(), List.of()));

        assertThat(judgement.refusal()).isEmpty();
        assertThat(judgement.verification().fixed()).containsExactlyElementsOf(TARGETS);
        assertThat(judgement.verification().remaining()).isEmpty();
        assertThat(judgement.verification().accepted()).isTrue();
    }

    @Test
    void patchThatFixesSomeIsAcceptedWithTheRestNamed() {
        Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("apt", "CVE-3")), List.of()));

        assertThat(judgement.refusal()).isEmpty();
        assertThat(judgement.verification().fixed()).containsExactly(upgrade("libc6", "CVE-1", "CVE-2"));
        assertThat(judgement.verification().remaining()).containsExactly(upgrade("apt", "CVE-3"));
    }

    @Test
    void targetOfWhichOnlyAPartIsGoneStandsInBothLists() {
        Judgement judgement = judge(STAGED, scanned(INSTALLED, List.of(upgrade("libc6", "CVE-2")), List.of()));

        assertThat(judgement.verification().fixed())
                .containsExactlyInAnyOrder(upgrade("libc6", "CVE-1"), upgrade("apt", "CVE-3"));
        assertThat(judgement.verification().remaining()).containsExactly(upgrade("libc6", "CVE-2"));
    }

    @Test
    void patchThatFixesNothingIsRefusedAsNoImprovement() {
        Judgement judgement = judge(STAGED, BEFORE);

        assertThat(judgement.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
        assertThat(judgement.verification().accepted()).isFalse();
        assertThat(judgement.verification().remaining()).hasSize(2);
    }

    @Test
    void targetThatMerelyLostItsFixIsNotGone() {
        Judgement judgement = judge(
                STAGED,
                scanned(
                        INSTALLED,
                        List.of(),
                        List.of(unfixed("libc6", "CVE-1"), unfixed("libc6", "CVE-2"), unfixed("apt", "CVE-3"))));

        assertThat(judgement.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
    }

    @Test
    void targetWithoutIdsIsGoneWhereItsPackageHasNoUpdateAnyMore() {
        ScanOutcome.Scanned before = scanned(INSTALLED, List.of(upgrade("libc6"), upgrade("apt")), List.of());

        Judgement judgement = StagedVerification.judge(
                platform(before.fixable()),
                new StagedVerification.Scanned(SOURCE, before),
                new StagedVerification.Scanned(STAGED, scanned(INSTALLED, List.of(upgrade("apt")), List.of())),
                Counting.EVERYTHING);

        assertThat(judgement.verification().fixed()).containsExactly(upgrade("libc6"));
        assertThat(judgement.verification().remaining()).containsExactly(upgrade("apt"));
    }

    @Test
    void targetThatDoesNotCountMayRemain() {
        Judgement judgement =
                judge(STAGED, scanned(INSTALLED, List.of(upgrade("libc6", "CVE-2")), List.of()), ignoring("CVE-2"));

        assertThat(judgement.refusal()).isEmpty();
        assertThat(judgement.remaining()).isZero();
        assertThat(judgement.verification().remaining()).containsExactly(upgrade("libc6", "CVE-2"));
    }

    @Test
    void patchThatFixesOnlyWhatDoesNotCountIsNoImprovement() {
        Judgement judgement = judge(
                STAGED, scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1", "CVE-2")), List.of()), ignoring("CVE-3"));

        assertThat(judgement.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
        assertThat(judgement.verification().objections()).containsExactly("none of the 1 targets is gone");
    }

    @Test
    void removingAPackageIsNoWayToFixIt() {
        Judgement judgement = judge(STAGED, scanned(List.of("apt", "tar"), List.of(), List.of()));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(judgement.verification().objections()).containsExactly("package libc6 was removed");
    }

    @Test
    void stagedImageThatNobodyUnderstandsIsRefused() {
        Judgement judgement = judge(STAGED, new ScanOutcome.NotUnderstood("no distribution", TestScans.SCANNER));

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
    }
}
