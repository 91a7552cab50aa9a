package dev.cssc.scan.verification;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.MultiPlatform;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Verification;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.scan.verification.StagedVerification.Judgement;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageVerificationTest {
    private static final Criteria ALL_OR_NOTHING =
            new Criteria(Optional.empty(), List.of(), List.of(), Optional.of(false));
    private static final PackageUpgrade TAR = upgrade("tar", "CVE-1");
    private static final String STILL_THERE = "tar is still 1, the fix is in 2";
    private static final Judgement COMPLETE = judgement("amd64", List.of(), Optional.empty(), List.of());
    private static final Judgement PARTIAL = judgement("arm64", List.of(TAR), Optional.empty(), List.of());
    private static final Judgement NO_BETTER = judgement(
            "arm64", List.of(TAR), Optional.of(ReasonCode.NO_IMPROVEMENT), List.of("none of the 1 targets is gone"));
    private static final Judgement WORSE = judgement(
            "arm64", List.of(), Optional.of(ReasonCode.VERIFICATION_REFUSED), List.of("package tar was removed"));

    @Test
    void completePatchIsAcceptedWithoutAWord() {
        ImageVerification whole = new ImageVerification(List.of(COMPLETE), Criteria.NONE);

        assertThat(whole.refusal()).isEmpty();
        assertThat(whole.sentence()).isEmpty();
    }

    @Test
    void partialPatchIsAcceptedAndSaysWhatRemainsAndWhy() {
        ImageVerification whole = new ImageVerification(List.of(COMPLETE, PARTIAL), Criteria.NONE);

        assertThat(whole.refusal()).isEmpty();
        assertThat(whole.sentence()).contains("accepted although 1 target remains: linux/arm64: " + STILL_THERE);
    }

    @Test
    void partialPatchIsRefusedWhereThePolicyWantsAllOrNothing() {
        ImageVerification whole = new ImageVerification(List.of(COMPLETE, PARTIAL), ALL_OR_NOTHING);

        assertThat(whole.refusal()).contains(ReasonCode.PATCH_INCOMPLETE);
        assertThat(whole.sentence())
                .contains("the policy wants all or nothing, and 1 target remains: linux/arm64: " + STILL_THERE);
    }

    @Test
    void completePatchIsAcceptedWhereThePolicyWantsAllOrNothing() {
        assertThat(new ImageVerification(List.of(COMPLETE), ALL_OR_NOTHING).refusal())
                .isEmpty();
    }

    @Test
    void platformThatIsNoBetterDoesNotRefuseOneThatIs() {
        ImageVerification whole = new ImageVerification(List.of(COMPLETE, NO_BETTER), Criteria.NONE);

        assertThat(whole.refusal()).isEmpty();
        assertThat(whole.verifications()).allMatch(Verification::accepted);
        assertThat(whole.sentence()).contains("accepted although 1 target remains: linux/arm64: " + STILL_THERE);
    }

    @Test
    void platformThatIsNoBetterRefusesTheWholeWhereAllPlatformsOrNoneAreWanted() {
        Criteria all = new Criteria(
                Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.of(MultiPlatform.ALL_OR_NOTHING));

        ImageVerification whole = new ImageVerification(List.of(COMPLETE, NO_BETTER), all);

        assertThat(whole.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
        assertThat(whole.sentence()).contains("linux/arm64: none of the 1 targets is gone");
        assertThat(new ImageVerification(List.of(COMPLETE, PARTIAL), all).refusal())
                .as("a part of a platform's packages is another question")
                .isEmpty();
    }

    @Test
    void imageOfWhichNoPlatformIsBetterIsNoImprovement() {
        ImageVerification whole = new ImageVerification(List.of(NO_BETTER), Criteria.NONE);

        assertThat(whole.refusal()).contains(ReasonCode.NO_IMPROVEMENT);
        assertThat(whole.sentence()).contains("linux/arm64: none of the 1 targets is gone");
    }

    @Test
    void onePlatformThatIsWorseRefusesTheWhole() {
        ImageVerification whole = new ImageVerification(List.of(COMPLETE, WORSE), Criteria.NONE);

        assertThat(whole.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(whole.sentence()).contains("linux/arm64: package tar was removed");
    }

    @Test
    void withoutPlatformsThereIsNoAnswer() {
        assertThatThrownBy(() -> new ImageVerification(List.of(), Criteria.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void remainderTellsWhatWasNotRaisedFromWhatWasNotRaisedEnough() {
        Remainder remainder = new Remainder(List.of(
                upgrade("tar", "CVE-1"),
                new PackageUpgrade("apt", "0.9", "2", List.of()),
                new PackageUpgrade("perl", "0.9", "1", List.of())));

        assertThat(remainder.why(scanned(List.of("tar", "apt", "perl"), List.of(), List.of())))
                .contains("tar is still 1, the fix is in 2; apt was raised to 1 only, the fix is in 2; "
                        + "perl is 1 now, which does not have all fixes any more");
    }

    @Test
    void remainderNamesTheFirstTen() {
        List<PackageUpgrade> twelve = java.util.stream.IntStream.range(0, 12)
                .mapToObj(i -> upgrade("p" + i))
                .toList();

        assertThat(new Remainder(twelve)
                        .why(scanned(List.of("p0"), List.of(), List.of()))
                        .orElseThrow())
                .endsWith("; and 2 more")
                .contains("p9 ")
                .doesNotContain("p10 ");
    }

    private static Judgement judgement(
            String architecture,
            List<PackageUpgrade> remaining,
            Optional<ReasonCode> refusal,
            List<String> objections) {
        return new Judgement(
                new Verification(
                        Platform.of("linux", architecture),
                        Digest.of("staged"),
                        List.of(),
                        remaining,
                        List.of(),
                        objections,
                        new Remainder(remaining).why(scanned(List.of("tar"), List.of(), List.of()))),
                refusal,
                remaining.size());
    }
}
