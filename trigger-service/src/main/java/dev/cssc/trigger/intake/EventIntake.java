package dev.cssc.trigger.intake;

import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.outbox.Intake;
import dev.cssc.trigger.status.ReadModel;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes in what the other services tell. */
@ApplicationScoped
class EventIntake {
    private final Intake intake;
    private final ReadModel readModel;

    EventIntake(Intake intake, ReadModel readModel) {
        this.intake = intake;
        this.readModel = readModel;
    }

    @Incoming("image-status")
    Uni<Void> imageStatus(Message<byte[]> message) {
        return intake.accept(message, ImageStatus.class, (tx, status, id) -> readModel.told(tx, status));
    }

    @Incoming("patched")
    Uni<Void> patched(Message<byte[]> message) {
        return intake.accept(message, Patched.class, (tx, result, id) -> readModel.told(tx, result));
    }
}
