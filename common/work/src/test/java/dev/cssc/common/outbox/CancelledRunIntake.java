package dev.cssc.common.outbox;

import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.job.ScriptedHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes one kind of event, as a service does. */
@ApplicationScoped
public class CancelledRunIntake {
    static final String UNBEARABLE = "unbearable";

    /** What is taken of this workflow becomes a scripted job about its run. */
    public static final String WORKS = "works";

    private final Intake intake;
    private final JobStore jobs;
    private final List<String> handled = new CopyOnWriteArrayList<>();

    CancelledRunIntake(Intake intake, JobStore jobs) {
        this.intake = intake;
        this.jobs = jobs;
    }

    @Incoming("run-cancelled")
    Uni<Void> runCancelled(Message<byte[]> message) {
        return intake.accept(message, RunCancelled.class, (tx, event, id) -> {
            tx.afterCommit(() -> handled.add(event.run()));
            return event.workflow().equals(WORKS)
                    ? jobs.enqueue(tx, new NewJob(id, ScriptedHandler.KIND, event.run(), event.run(), "{}", 0))
                            .replaceWithVoid()
                    : Uni.createFrom().voidItem();
        });
    }

    /** Takes events of the kind that a way goes on with; fails for a workflow of this name. */
    @Incoming("vulns-found")
    Uni<Void> vulnsFound(Message<byte[]> message) {
        return intake.accept(
                message,
                VulnsFound.class,
                (tx, event, id) -> event.workflow().equals(UNBEARABLE)
                        ? Uni.createFrom().failure(new IllegalStateException("cannot be handled"))
                        : Uni.createFrom().voidItem());
    }

    public List<String> handled() {
        return handled;
    }
}
