package dev.cssc.patch;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Tag;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.attempt.AttemptStore;
import dev.cssc.patch.staging.StagedPatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of a staged patch that is refused or in vain, and whether the same is made again. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class JudgementTest extends StagedByHand {
    @Inject
    AttemptStore attempts;

    @Test
    void aRefusedPatchIsNotPublishedAndItsStagingIsRemoved() {
        StagedPatch patch = stagedByHand("1");

        topics.send(verdict(
                patch.announcement(Optional.empty()), false, List.of(upgrade("tar")), List.of("entrypoint changed")));

        await().atMost(PATIENCE)
                .until(() -> registry.head(ImageReference.of(patch.staging(), patch.publishes()))
                        .isEmpty());
        assertThat(registry.tags(repository).orElseThrow()).containsExactly(new Tag("1"));
        // The judge ends the way; a second voice could tell another reason.
        assertThat(states()).noneMatch(State::terminal);
    }

    @ParameterizedTest
    @CsvSource({"NO_IMPROVEMENT,SKIPPED", "VERIFICATION_REFUSED,FAILED"})
    void aRefusedPatchIsRememberedWithItsReasonAndNotTriedAgain(ReasonCode reason, State state) {
        StagedPatch patch = stagedByHand("1");
        topics.send(verdict(
                patch.announcement(Optional.empty()), Optional.of(reason), List.of(upgrade("tar")), List.of("not so")));
        awaitRemoval(patch);

        assertThat(endOf(again(patch))).satisfies(end -> {
            assertThat(end.state()).isEqualTo(state);
            assertThat(end.reason()).contains(reason);
            assertThat(end.detail().orElse("")).startsWith("tried before").endsWith("not so");
        });
    }

    @Test
    void aRefusedPatchIsTriedAgainByOtherCriteria() {
        StagedPatch patch = stagedByHand("1");
        topics.send(verdict(
                patch.announcement(Optional.empty()),
                Optional.of(ReasonCode.VERIFICATION_REFUSED),
                List.of(),
                List.of("new finding in tar: CVE-9")));
        awaitRemoval(patch);
        Criteria ignoring = new Criteria(
                Optional.empty(),
                List.of(new IgnoredVulnerability("CVE-9", Optional.empty(), "not reachable", Optional.empty())),
                List.of());

        // The engine finds nothing to raise in an image without packages: it was asked, which is what matters here.
        assertThat(endOf(again(patch, Optional.of(ignoring))).detail().orElse(""))
                .doesNotContain("tried before");
    }

    @Test
    void aPatchThatCouldNotBeJudgedIsNotRemembered() {
        StagedPatch patch = stagedByHand("1");
        topics.send(verdict(
                patch.announcement(Optional.empty()),
                Optional.of(ReasonCode.DATABASE_UNAVAILABLE),
                List.of(),
                List.of("no scan")));
        awaitRemoval(patch);

        assertThat(remembered(patch)).isEmpty();
    }

    @Test
    void aRefusedRebaseIsNoWordAboutTheEngineAndIsLeftToIt() {
        StagedPatch patch = rebased();
        topics.send(verdict(
                patch.announcement(Optional.empty()),
                Optional.of(ReasonCode.PATCH_INCOMPLETE),
                List.of(),
                List.of("the base's newer build leaves 1 of 1 targets")));
        awaitRemoval(patch);

        assertThat(remembered(patch)).isEmpty();
        assertThat(isBarred(patch)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "DATABASE_UNAVAILABLE"})
    void aRebaseThatNobodyJudgedIsTriedAgain(ReasonCode reason) {
        StagedPatch patch = rebased();
        PatchVerified judged = verdict(patch.announcement(Optional.empty()), Optional.of(reason), List.of(), List.of());
        topics.send(new PatchVerified(
                judged.run(),
                judged.workflow(),
                judged.source(),
                judged.patch(),
                false,
                judged.reason(),
                List.of(),
                judged.scanner()));
        awaitRemoval(patch);

        assertThat(remembered(patch)).isEmpty();
        assertThat(isBarred(patch)).isFalse();
    }

    @Test
    void aRebaseThatNothingWasSaidAgainstIsNotLeftToTheEngineForAnotherPlatformsSake() {
        StagedPatch patch = rebased();
        topics.send(verdict(
                patch.announcement(Optional.empty()),
                Optional.of(ReasonCode.VERIFICATION_REFUSED),
                List.of(upgrade("tar")),
                List.of()));
        awaitRemoval(patch);

        assertThat(isBarred(patch)).isFalse();
        assertThat(remembered(patch)).isPresent();
    }

    private StagedPatch rebased() {
        return rebased(stagedByHand("1"), new Rebase(repository, Digest.of("old"), Digest.of("newer")));
    }

    private Optional<Failure> remembered(StagedPatch patch) {
        return transactions.await(
                tx -> attempts.recall(tx, question(patch.source()).identity()));
    }

    private boolean isBarred(StagedPatch patch) {
        return transactions.<Long>await(
                        tx -> tx.column("select count(*) from rebase_barred where manifest = :source", Long.class)
                                .setParameter("source", patch.source().digest().value())
                                .getSingleResult())
                == 1;
    }

    @Test
    void whatIsPublishedAlreadyIsNotMadeAgain() {
        StagedPatch patch = stagedByHand("1");
        topics.send(verdict(patch.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of()));
        await().atMost(PATIENCE).until(() -> states().contains(State.PATCHED));

        assertThat(endOf(again(patch))).satisfies(end -> {
            assertThat(end.state()).isEqualTo(State.SKIPPED);
            assertThat(end.reason()).contains(ReasonCode.NO_IMPROVEMENT);
            assertThat(end.detail().orElse("")).contains("1-1 is that patch already");
        });
    }

    @Test
    void twoEqualPatchesOfOneSourceAtOnceLeaveOneTag() {
        StagedPatch one = stagedByHand("1");
        StagedPatch two = anotherLike(one, "run2-" + run);

        topics.send(verdict(one.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of()));
        topics.send(verdict(two.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of()));

        assertThat(List.of(endOf(one.run()).state(), endOf(two.run()).state()))
                .containsExactlyInAnyOrder(State.PATCHED, State.SKIPPED);
        assertThat(registry.tags(repository).orElseThrow()).containsExactlyInAnyOrder(new Tag("1"), new Tag("1-1"));
        await().atMost(PATIENCE)
                .until(() -> registry.tags(one.staging()).map(List::isEmpty).orElse(true));
    }

    private StagedPatch anotherLike(StagedPatch one, String ofRun) {
        String staged = ImageBuild.of(Layer.ofFiles(Map.of("app", run)))
                .plus(Layer.ofFiles(Map.of("patch", ofRun)))
                .push(repository.registry(), one.staging().path(), "staged2");
        return stored(ofRun, one.source(), one.staging(), new Digest(staged), "staged2");
    }

    /** The same findings once more, in another run, whose name is returned. */
    private String again(StagedPatch patch) {
        return again(patch, Optional.empty());
    }

    private String again(StagedPatch patch, Optional<Criteria> criteria) {
        String next = "next-" + run;
        VulnsFound found = found(patch.source(), patch.source().digest(), upgrade("tar"));
        topics.send(new VulnsFound(
                next,
                "w",
                found.source(),
                found.candidate(),
                found.tagConvention(),
                criteria,
                found.platforms(),
                SCANNER));
        return next;
    }

    private void awaitRemoval(StagedPatch patch) {
        await().atMost(PATIENCE)
                .until(() -> registry.head(ImageReference.of(patch.staging(), patch.publishes()))
                        .isEmpty());
    }
}
