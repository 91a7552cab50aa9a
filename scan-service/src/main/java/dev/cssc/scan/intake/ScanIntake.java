package dev.cssc.scan.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.outbox.Intake;
import dev.cssc.common.registrystore.RegistryUpdates;
import dev.cssc.scan.job.VerifyHandler;
import dev.cssc.scan.job.WatchHandler;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The topics that this service reads. No registry is asked here; whatever takes time is a job's (invariant 2). */
@ApplicationScoped
public class ScanIntake {

    private final Intake intake;
    private final JobStore jobs;
    private final DueImages due;
    private final RegistryUpdates registries;

    ScanIntake(Intake intake, JobStore jobs, DueImages due, RegistryUpdates registries) {
        this.intake = intake;
        this.jobs = jobs;
        this.due = due;
        this.registries = registries;
    }

    /** Images to judge, each in full or in another producer's short form. */
    @Incoming("image-due")
    public Uni<Void> imageDue(KafkaRecordBatch<byte[], byte[]> messages) {
        return intake.acceptAll(messages, JsonNode.class, due);
    }

    /** A patch to verify. */
    @Incoming("patch-staged")
    public Uni<Void> patchStaged(Message<byte[]> message) {
        return intake.accept(
                message,
                PatchStaged.class,
                (tx, staged, id) -> jobs.enqueue(tx, VerifyHandler.job(staged)).replaceWithVoid());
    }

    /** A patch that was published, and is the image to watch from now on. */
    @Incoming("patched")
    public Uni<Void> patched(Message<byte[]> message) {
        return intake.accept(
                message,
                Patched.class,
                (tx, patched, id) -> jobs.enqueue(tx, WatchHandler.job(patched)).replaceWithVoid());
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
