package dev.cssc.scan.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verification.StagedVerification.Judgement;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

/** An image that was put on a newer build of its base, and what somebody might pass off as one. */
class DescentTest {
    private static final Platform AMD64 = Platform.of("linux", "amd64");
    private static final Repository BASE = new Repository("registry.example", "base/debian");
    private static final Rebase REBASE = new Rebase(BASE, Digest.of("old build"), Digest.of("new build"));
    private static final Criteria POLICY = policy("registry.example/base/debian:12");
    private static final ImageShape OLD = shape("old-1", "old-2");
    private static final ImageShape NEW = shape("new-1");
    private static final ImageShape SOURCE = shape("old-1", "old-2", "app-1", "app-2");
    private static final ImageShape STAGED = shape("new-1", "app-1", "app-2");
    private static final List<String> INSTALLED = List.of("libc6", "tar");
    private static final ScanOutcome.Scanned BEFORE =
            scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1"), upgrade("tar", "CVE-2")), List.of());
    private static final ScanOutcome.Scanned CLEAN = scanned(INSTALLED, List.of(), List.of());

    @Test
    void theNewBuildWithTheSourcesOwnLayersOnTopIsAccepted() {
        Judgement judgement = judge(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, STAGED, CLEAN, POLICY);

        assertThat(judgement.refusal()).isEmpty();
        assertThat(judgement.verification().fixed()).hasSize(2);
        assertThat(judgement.verification().objections()).isEmpty();
    }

    @Test
    void withoutTheWordRebaseReplacedLayersAreRefusedAsEver() {
        assertThat(objections(Descent.ADDED, SOURCE, STAGED))
                .contains("the source's layers are not an unchanged prefix of the staged image's");
    }

    @Test
    void aBuildThatIsNotBelowTheSourceIsRefused() {
        assertThat(objections(new Descent.Rebased(REBASE, shape("other"), NEW), SOURCE, STAGED))
                .contains("the older build's layers are not the lowest of the source's, with others on top");
    }

    @Test
    void aBuildThatIsTheWholeSourceIsRefusedSinceTheApplicationWouldBeLost() {
        assertThat(objections(new Descent.Rebased(REBASE, SOURCE, NEW), SOURCE, NEW))
                .contains("the older build's layers are not the lowest of the source's, with others on top");
    }

    @Test
    void aBuildWithoutLayersIsNoBuild() {
        assertThat(objections(
                        new Descent.Rebased(REBASE, shape(), NEW),
                        SOURCE,
                        shape("new-1", "old-1", "old-2", "app-1", "app-2")))
                .isNotEmpty();
        assertThat(objections(new Descent.Rebased(REBASE, OLD, shape()), SOURCE, shape("app-1", "app-2")))
                .containsExactly("the newer build of the base has no layers");
    }

    @Test
    void otherLayersThanTheNewBuildsInTheRegistryAreRefused() {
        assertThat(objections(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, shape("forged", "app-1", "app-2")))
                .containsExactly(
                        "the staged image's layers are not the newer build's with the source's own on top",
                        "the staged image's diff_ids are not the newer build's with the source's own on top");
    }

    @Test
    void anOwnLayerThatIsLostOrAddedOrInAnotherPlaceIsRefused() {
        Descent rebased = new Descent.Rebased(REBASE, OLD, NEW);

        assertThat(objections(rebased, SOURCE, shape("new-1", "app-1"))).hasSize(2);
        assertThat(objections(rebased, SOURCE, shape("new-1", "app-1", "app-2", "more")))
                .hasSize(2);
        assertThat(objections(rebased, SOURCE, shape("new-1", "app-2", "app-1")))
                .hasSize(2);
        assertThat(objections(rebased, SOURCE, SOURCE)).hasSize(2);
    }

    @Test
    void diffIdsHaveToFollowAsTheLayersDo() {
        ImageShape forged = new ImageShape(AMD64, STAGED.layers(), SOURCE.diffIds(), STAGED.settings());

        assertThat(objections(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, forged))
                .containsExactly("the staged image's diff_ids are not the newer build's with the source's own on top");
    }

    @Test
    void aBaseThatThePolicyDoesNotNameIsRefused() {
        Descent rebased = new Descent.Rebased(REBASE, OLD, NEW);

        for (Criteria policy : List.of(
                Criteria.NONE, policy("registry.example/base/alpine:3"), policy("other.example/base/debian:12"))) {
            assertThat(judge(rebased, SOURCE, STAGED, CLEAN, policy)
                            .verification()
                            .objections())
                    .containsExactly("the policy does not name registry.example/base/debian as the base to rebase on");
        }
    }

    @Test
    void aBuildForAnotherPlatformIsRefused() {
        ImageShape arm = new ImageShape(Platform.parse("linux/arm64"), NEW.layers(), NEW.diffIds(), Map.of());

        assertThat(objections(new Descent.Rebased(REBASE, OLD, arm), SOURCE, STAGED))
                .containsExactly("a build of the base is for linux/arm64 and the source for linux/amd64");
    }

    @Test
    void aBaseThatCannotBeLookedAtIsRefusedAndNotTakenOnTrust() {
        Judgement judgement = judge(new Descent.Unseen("it is gone"), SOURCE, STAGED, CLEAN, POLICY);

        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(judgement.verification().objections()).containsExactly("the base cannot be looked at: it is gone");
    }

    @Test
    void settingsHaveToStayAsEver() {
        ImageShape changed = new ImageShape(
                AMD64, STAGED.layers(), STAGED.diffIds(), Map.<String, JsonNode>of("User", TextNode.valueOf("root")));

        assertThat(objections(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, changed))
                .containsExactly("User changed");
    }

    @Test
    void anotherReleaseIsRefused() {
        Inventory thirteen = new Inventory(
                new OperatingSystem("debian", "13.1"), false, CLEAN.inventory().packages());
        ScanOutcome.Scanned after = new ScanOutcome.Scanned(thirteen, List.of(), List.of(), CLEAN.scanner());

        assertThat(judge(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, STAGED, after, POLICY)
                        .verification()
                        .objections())
                .containsExactly("the release changed from debian 12.15 to debian 13.1");
    }

    @Test
    void whatLeavesATargetIsRefusedThoughThePolicyAcceptsPartialPatches() {
        ScanOutcome.Scanned after = scanned(INSTALLED, List.of(upgrade("tar", "CVE-2")), List.of());

        Judgement judgement = judge(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, STAGED, after, POLICY);
        ImageVerification whole = new ImageVerification(List.of(judgement), POLICY);

        assertThat(judgement.refusal()).contains(ReasonCode.PATCH_INCOMPLETE);
        assertThat(whole.refusal()).contains(ReasonCode.PATCH_INCOMPLETE);
        assertThat(whole.sentence().orElseThrow()).contains("the base's newer build leaves 1 of 2 targets: tar");
    }

    @Test
    void oneIncompleteRebaseRefusesTheWholeIndex() {
        ScanOutcome.Scanned none = scanned(INSTALLED, BEFORE.fixable(), List.of());
        Judgement complete = judge(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, STAGED, CLEAN, POLICY);
        Judgement incomplete = judge(new Descent.Rebased(REBASE, OLD, NEW), SOURCE, STAGED, none, POLICY);

        assertThat(new ImageVerification(List.of(complete, incomplete), POLICY).refusal())
                .contains(ReasonCode.PATCH_INCOMPLETE);
    }

    private static List<String> objections(Descent descent, ImageShape source, ImageShape staged) {
        Judgement judgement = judge(descent, source, staged, CLEAN, POLICY);
        assertThat(judgement.refusal()).contains(ReasonCode.VERIFICATION_REFUSED);
        return judgement.verification().objections();
    }

    private static Judgement judge(
            Descent descent, ImageShape source, ImageShape staged, ScanOutcome.Scanned after, Criteria policy) {
        return StagedVerification.judge(
                new StagedPlatform(
                        AMD64, Digest.of("source"), Digest.of("staged"), BEFORE.fixable(), Optional.of(REBASE)),
                new StagedVerification.Scanned(source, BEFORE),
                new StagedVerification.Scanned(staged, after),
                descent,
                new Counting(policy, LocalDate.EPOCH, SupportCalendar.EMPTY));
    }

    private static Criteria policy(String base) {
        return new Criteria(
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ImageReference.parse(base)));
    }

    private static ImageShape shape(String... layers) {
        return new ImageShape(
                AMD64,
                Stream.of(layers).map(Digest::of).toList(),
                Stream.of(layers).map(layer -> Digest.of("unpacked " + layer)).toList(),
                Map.of());
    }
}
