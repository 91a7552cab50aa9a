package dev.cssc.patch;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.attempt.AttemptStore;
import dev.cssc.patch.promotion.PromoteHandler;
import dev.cssc.patch.promotion.Promotion;
import dev.cssc.patch.promotion.Reservations;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import dev.cssc.patch.staging.Wanted;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of a staged patch that is refused, in vain or not wanted any more. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class JudgementTest extends ServiceTestBase {
    @Inject
    PatchStore patches;

    @Inject
    Transactions transactions;

    @Inject
    AttemptStore attempts;

    @Inject
    Promotion promotion;

    @Inject
    PromoteHandler promoteHandler;

    @Inject
    Reservations reservations;

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

        Optional<Failure> remembered = transactions.await(
                tx -> attempts.recall(tx, wanted(patch.source()).question()));
        assertThat(remembered).isEmpty();
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

    @Test
    void aCancelledRunPublishesNothingAndLeavesNothingStaged() {
        StagedPatch patch = stagedByHand("1");

        topics.send(new RunCancelled(run, "w"));
        await().atMost(PATIENCE)
                .until(() -> registry.head(ImageReference.of(patch.staging(), patch.publishes()))
                        .isEmpty());
        topics.send(verdict(patch.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of()));

        await().atMost(PATIENCE).until(() -> states().contains(State.CANCELLED));
        assertThat(registry.tags(repository).orElseThrow()).containsExactly(new Tag("1"));
    }

    @Test
    void aCancellationThatComesAfterTheTagWasPutIsTooLate() {
        StagedPatch patch = stagedByHand("1");
        promotion.promote(patch);

        Effect end = promoteHandler.cancelled(promoteJob(patch));
        transactions.await(end::apply);

        assertPublishedOnce(patch);
    }

    @Test
    void aFailureAfterTheTagWasPutDoesNotUnpublishIt() {
        StagedPatch patch = stagedByHand("1");
        promotion.promote(patch);

        Effect end = promoteHandler.gaveUp(promoteJob(patch), Failure.of(ReasonCode.TAG_MOVED, "reading back"));
        transactions.await(end::apply);

        assertPublishedOnce(patch);
    }

    @Test
    void aFailureBeforeTheTagWasPutEndsTheWayAndGivesTheReservationBack() {
        StagedPatch patch = stagedByHand("1");
        reservations.reserve(repository, new Tag("1"), new Tag("1-1"), patch.id(), patch.publishes());

        Effect end = promoteHandler.gaveUp(promoteJob(patch), Failure.of(ReasonCode.TAG_MOVED, "theirs"));
        transactions.await(end::apply);

        assertThat(endOf(run).reason()).contains(ReasonCode.TAG_MOVED);
        assertThat(reservations.of(patch.id())).isEmpty();
    }

    @Test
    void aPatchThatIsBeingPublishedIsNotClearedUpByACancellation() {
        StagedPatch patch = stagedByHand("1");
        List<StagedPatch> before = transactions.await(tx -> patches.waiting(tx, run));
        assertThat(before).hasSize(1);

        transactions.await(tx -> patches.accepted(tx, patch.id()));

        List<StagedPatch> after = transactions.await(tx -> patches.waiting(tx, run));
        assertThat(after).isEmpty();
    }

    private Job promoteJob(StagedPatch patch) {
        PatchVerified verified =
                verdict(patch.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of());
        return new Job(
                UUID.randomUUID(),
                PromoteHandler.KIND,
                run,
                patch.source().name(),
                EventCodec.write(verified),
                1,
                true);
    }

    private void assertPublishedOnce(StagedPatch patch) {
        assertThat(endOf(run).state()).isEqualTo(State.PATCHED);
        assertThat(topics.of(EventType.PATCHED, Patched.class, run))
                .extracting(p -> p.patched().tag())
                .containsExactly(new Tag("1-1"));
        assertThat(reservations.of(patch.id()))
                .hasValueSatisfying(r -> assertThat(r.written()).isTrue());
        assertThat(pointsTo("1-1")).contains(patch.publishes());
    }

    /** A patch as the service would have staged it, without running an engine for it. */
    private StagedPatch stagedByHand(String tag) {
        ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", run)));
        Digest source = new Digest(image.push(repository.registry(), repository.path(), tag));
        Repository staging = repository.sibling("cssc-staging/" + repository.path());
        Digest staged = new Digest(
                image.plus(Layer.ofFiles(Map.of("patch", run))).push(repository.registry(), staging.path(), "staged"));
        return stored(run, new PinnedImage(repository, new Tag(tag), source), staging, staged, "staged");
    }

    private StagedPatch anotherLike(StagedPatch one, String ofRun) {
        String staged = ImageBuild.of(Layer.ofFiles(Map.of("app", run)))
                .plus(Layer.ofFiles(Map.of("patch", ofRun)))
                .push(repository.registry(), one.staging().path(), "staged2");
        return stored(ofRun, one.source(), one.staging(), new Digest(staged), "staged2");
    }

    private StagedPatch stored(String ofRun, PinnedImage source, Repository staging, Digest staged, String tag) {
        StagedPatch patch = new StagedPatch(
                UUID.randomUUID(),
                ofRun,
                "w",
                source,
                TagConvention.INCREMENTAL,
                staging,
                List.of(new StagedPart(
                        new StagedPlatform(Platform.host(), source.digest(), staged, List.of(upgrade("tar"))),
                        new Tag(tag),
                        List.of(),
                        1,
                        Optional.empty())),
                Optional.empty(),
                engine.name(),
                SCANNER.database(),
                1);
        transactions.await(tx -> patches.staged(tx, patch, wanted(source)));
        return patch;
    }

    private Wanted wanted(PinnedImage source) {
        return Wanted.of(found(source, source.digest(), upgrade("tar")), engine.name());
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

    private ImageStatus endOf(String ofRun) {
        await().atMost(PATIENCE)
                .until(() -> statuses(ofRun).stream().anyMatch(s -> s.state().terminal()));
        return statuses(ofRun).stream()
                .filter(s -> s.state().terminal())
                .findFirst()
                .orElseThrow();
    }
}
