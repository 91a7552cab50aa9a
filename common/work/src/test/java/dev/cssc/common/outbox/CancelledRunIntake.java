package dev.cssc.common.outbox;

import dev.cssc.common.event.RunCancelled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes one kind of event, as a service does. */
@ApplicationScoped
public class CancelledRunIntake {
    private final Intake intake;
    private final List<String> handled = new CopyOnWriteArrayList<>();

    CancelledRunIntake(Intake intake) {
        this.intake = intake;
    }

    @Incoming("run-cancelled")
    Uni<Void> runCancelled(Message<byte[]> message) {
        return intake.accept(message, RunCancelled.class, (tx, event, id) -> {
            tx.afterCommit(() -> handled.add(event.run()));
            return Uni.createFrom().voidItem();
        });
    }

    List<String> handled() {
        return handled;
    }
}
