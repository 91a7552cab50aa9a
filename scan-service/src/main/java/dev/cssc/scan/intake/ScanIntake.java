package dev.cssc.scan.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.outbox.Intake;
import dev.cssc.common.registrystore.RegistryUpdates;
import dev.cssc.scan.job.ScanOrder;
import dev.cssc.scan.job.VerifyHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The topics that this service reads. No registry is asked here; whatever takes time is a job's (invariant 2). */
@ApplicationScoped
public class ScanIntake {

    private final Intake intake;
    private final JobStore jobs;
    private final RegistryUpdates registries;

    ScanIntake(Intake intake, JobStore jobs, RegistryUpdates registries) {
        this.intake = intake;
        this.jobs = jobs;
        this.registries = registries;
    }

    /** An image to judge, in full or in another producer's short form. */
    @Incoming("image-due")
    public Uni<Void> imageDue(Message<byte[]> message) {
        return intake.accept(
                message,
                JsonNode.class,
                (tx, event, id) -> Uni.createFrom()
                        .item(() -> ScanOrder.of(event, id).job())
                        .flatMap(job -> jobs.enqueue(tx, job))
                        .replaceWithVoid());
    }

    /** A patch to verify. */
    @Incoming("patch-staged")
    public Uni<Void> patchStaged(Message<byte[]> message) {
        return intake.accept(
                message,
                PatchStaged.class,
                (tx, staged, id) -> jobs.enqueue(tx, VerifyHandler.job(staged)).replaceWithVoid());
    }

    /** A run of which nothing is wanted any more. */
    @Incoming("run-cancelled")
    public Uni<Void> runCancelled(Message<byte[]> message) {
        return intake.accept(message, RunCancelled.class, (tx, cancelled, id) -> jobs.cancelRun(tx, cancelled.run()));
    }

    /** A registry that is defined anew, or not any more. */
    @Incoming("registries")
    public Uni<Void> registries(Message<byte[]> message) {
        return intake.accept(message, RegistryChanged.class, registries);
    }
}
