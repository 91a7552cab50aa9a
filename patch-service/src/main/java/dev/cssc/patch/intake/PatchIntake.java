package dev.cssc.patch.intake;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.Verification;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.outbox.Intake;
import dev.cssc.common.registrystore.RegistryUpdates;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.attempt.AttemptStore;
import dev.cssc.patch.promotion.PromoteHandler;
import dev.cssc.patch.staging.PatchHandler;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The topics this service reads. Each message becomes a job or a change of state, and is acknowledged; no work is done here. */
@ApplicationScoped
public class PatchIntake {
    private static final int FIRST_ATTEMPT = 1;

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
        if (found.platforms().stream().allMatch(p -> p.packages().isEmpty())) {
            throw Failure.of(
                            ReasonCode.EVENT_INVALID,
                            "taking " + found.source().name() + " to be patched: no platform has a package to raise")
                    .toException();
        }
        UUID id = EventId.of(found.run(), subject(found), PatchHandler.KIND, FIRST_ATTEMPT);
        return jobs.enqueue(
                        tx,
                        new NewJob(
                                        id,
                                        PatchHandler.KIND,
                                        found.run(),
                                        found.source().name(),
                                        EventCodec.write(found),
                                        0)
                                .inFlow(found.workflow()))
                .replaceWithVoid();
    }

    /** Before patching in priority: it is short, and someone waits for it. */
    private Uni<Void> promote(Tx tx, PatchVerified verified) {
        UUID patch = patchId(verified);
        UUID id = EventId.of(verified.run(), patch.toString(), PromoteHandler.KIND, FIRST_ATTEMPT);
        NewJob job = new NewJob(
                        id,
                        PromoteHandler.KIND,
                        verified.run(),
                        verified.source().name(),
                        EventCodec.write(verified),
                        10)
                .inFlow(verified.workflow());
        // In this order a cancellation at the same time either waits for the job and marks it, or is seen by it.
        return patches.accepted(tx, patch).chain(() -> jobs.enqueue(tx, job)).replaceWithVoid();
    }

    /** The judge has told the end of the way already, with its reason; what is left here is to clear up, and to remember. */
    private Uni<Void> refuse(Tx tx, PatchVerified verified) {
        UUID id = patchId(verified);
        return patches.find(tx, id)
                .flatMap(patch -> patch.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : remember(tx, patch.get(), verified)
                                .chain(() ->
                                        jobs.enqueue(tx, patch.get().removal().job(id)))
                                .chain(() -> patches.ended(tx, id, PatchStore.Ending.REFUSED, verified.reason())));
    }

    private static UUID patchId(PatchVerified verified) {
        try {
            return UUID.fromString(verified.patch());
        } catch (IllegalArgumentException e) {
            throw Failure.of(ReasonCode.EVENT_INVALID, "taking a judgement: patch is no identity of a patch")
                    .toException(e);
        }
    }

    /**
     * A patch that was judged and refused is refused again until source, database, engine or criteria change. A part that was taken over from another
     * image, or put on a newer build of its base, is no word about what the engine would make of it: that is tried the next time. Where there was no
     * judgement (the scan failed), there is nothing to remember.
     */
    private Uni<Void> remember(Tx tx, StagedPatch patch, PatchVerified verified) {
        Optional<ReasonCode> reason = verified.reason().filter(PatchVerified.JUDGEMENTS::contains);
        if (reason.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<StagedPart> notByEngine = patch.parts().stream()
                .filter(part -> isNotByEngine(part)
                        && verified.verifications().stream()
                                .filter(v -> v.staged().equals(part.staged().staged()))
                                .noneMatch(v -> isFlawless(part, v)))
                .toList();
        return notByEngine.isEmpty()
                ? attempts.refused(
                        tx,
                        patch.id(),
                        Failure.of(reason.get(), objections(verified.verifications())),
                        patch.unavailable().isEmpty())
                : patches.patchedByEngineNext(tx, notByEngine);
    }

    private static boolean isNotByEngine(StagedPart part) {
        return part.graft().isPresent() || part.staged().rebase().isPresent();
    }

    /** True where the whole was refused for another platform's sake. What a rebase may leave does not count; what a donor left, the engine may have by now. */
    private static boolean isFlawless(StagedPart part, Verification verification) {
        return verification.objections().isEmpty()
                && (part.graft().isEmpty() || verification.remaining().isEmpty());
    }

    private static String objections(List<Verification> all) {
        return all.stream()
                .flatMap(v -> v.objections().stream().map(o -> v.platform() + ": " + o))
                .collect(Collectors.joining("; "));
    }

    /** A patch whose promotion is under way already is left to it: it knows whether its tag is written. */
    private Uni<Void> cancel(Tx tx, String run) {
        return patches.waiting(tx, run)
                .call(() -> jobs.cancelRun(tx, run))
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(patch -> patches.ended(
                                tx, patch.id(), PatchStore.Ending.DROPPED, Optional.of(ReasonCode.CANCELLED))
                        .chain(() -> jobs.enqueue(tx, patch.removal().job(patch.id()))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static String subject(VulnsFound found) {
        return found.source().name() + "@" + found.source().digest();
    }
}
