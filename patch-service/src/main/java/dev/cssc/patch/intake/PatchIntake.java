package dev.cssc.patch.intake;

import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.outbox.Intake;
import dev.cssc.common.registrystore.RegistryUpdates;
import dev.cssc.common.transaction.OneByOne;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.attempt.AttemptStore;
import dev.cssc.patch.promotion.PromoteHandler;
import dev.cssc.patch.staging.PatchHandler;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The topics this service reads. Each message becomes a job or a change of state, and is acknowledged; no work is done here. */
@ApplicationScoped
public class PatchIntake {
    private final Intake intake;
    private final JobStore jobs;
    private final PatchStore patches;
    private final AttemptStore attempts;
    private final RegistryUpdates registries;

    PatchIntake(Intake intake, JobStore jobs, PatchStore patches, AttemptStore attempts, RegistryUpdates registries) {
        this.intake = intake;
        this.jobs = jobs;
        this.patches = patches;
        this.attempts = attempts;
        this.registries = registries;
    }

    /** An image to patch. */
    @Incoming("vulns-found")
    public Uni<Void> vulnsFound(Message<byte[]> message) {
        return intake.accept(message, VulnsFound.class, (tx, found, id) -> patch(tx, found));
    }

    /** A judgement of a staged patch. */
    @Incoming("patch-verified")
    public Uni<Void> patchVerified(Message<byte[]> message) {
        return intake.accept(
                message,
                PatchVerified.class,
                (tx, verified, id) -> verified.accepted() ? promote(tx, verified) : refuse(tx, verified));
    }

    /** A run that nobody wants any more. */
    @Incoming("run-cancelled")
    public Uni<Void> runCancelled(Message<byte[]> message) {
        return intake.accept(message, RunCancelled.class, (tx, cancelled, id) -> cancel(tx, cancelled.run()));
    }

    /** A registry that is defined anew, or not any more. */
    @Incoming("registries")
    public Uni<Void> registries(Message<byte[]> message) {
        return intake.accept(message, RegistryChanged.class, registries);
    }

    private Uni<Void> patch(Tx tx, VulnsFound found) {
        if (found.toPatch().isEmpty()) {
            throw Failure.of(
                            ReasonCode.EVENT_INVALID,
                            "taking " + found.source().name() + " to be patched: no platform has a package to raise")
                    .toException();
        }
        return jobs.enqueue(tx, PatchHandler.job(found)).replaceWithVoid();
    }

    private Uni<Void> promote(Tx tx, PatchVerified verified) {
        // In this order a cancellation at the same time either waits for the job and marks it, or is seen by it.
        return patches.accepted(tx, verified.patch())
                .chain(() -> jobs.enqueue(tx, PromoteHandler.job(verified)))
                .replaceWithVoid();
    }

    /** The judge has told the end of the way already, with its reason; what is left here is to clear up, and to remember. */
    private Uni<Void> refuse(Tx tx, PatchVerified verified) {
        UUID id = verified.patch();
        return patches.find(tx, id)
                .flatMap(patch -> patch.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : remember(tx, patch.get(), verified)
                                .chain(() ->
                                        jobs.enqueue(tx, patch.get().removal().job(id)))
                                .chain(() -> patches.ended(tx, id, PatchStore.Ending.REFUSED, verified.reason())));
    }

    private Uni<Void> remember(Tx tx, StagedPatch patch, PatchVerified verified) {
        return switch (Lesson.of(patch, verified)) {
            case Lesson.Nothing() -> Uni.createFrom().voidItem();
            case Lesson.InVain(Failure why, boolean lasting) -> attempts.refused(tx, patch.id(), why, lasting);
            case Lesson.ByTheEngine(List<StagedPart> parts) -> patches.patchedByEngineNext(tx, parts);
        };
    }

    /** A patch whose promotion is under way already is left to it: it knows whether its tag is written. */
    private Uni<Void> cancel(Tx tx, String run) {
        return patches.waiting(tx, run)
                .call(() -> jobs.cancelRun(tx, run))
                .flatMap(waiting -> OneByOne.each(
                        waiting,
                        patch -> patches.ended(
                                        tx, patch.id(), PatchStore.Ending.DROPPED, Optional.of(ReasonCode.CANCELLED))
                                .chain(() -> jobs.enqueue(tx, patch.removal().job(patch.id())))));
    }
}
