package dev.cssc.patch;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.Job;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Effect;
import dev.cssc.patch.promotion.PromoteHandler;
import dev.cssc.patch.promotion.Promotion;
import dev.cssc.patch.promotion.Reservations;
import dev.cssc.patch.staging.StagedPatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of a staged patch that is not wanted any more, or cannot be published, before and after its tag was put. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class EndOfPublishingTest extends StagedByHand {
    @Inject
    Promotion promotion;

    @Inject
    PromoteHandler promoteHandler;

    @Inject
    Reservations reservations;

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
                true,
                Instant.now());
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
}
