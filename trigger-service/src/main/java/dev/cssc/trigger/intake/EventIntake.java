package dev.cssc.trigger.intake;

import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.outbox.Intake;
import dev.cssc.common.outbox.Received;
import dev.cssc.trigger.status.ReadModel;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
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

    /** Taken together as they come: each image of each run tells of several states, and one transaction for each is most of the work. */
    @Incoming("image-status")
    Uni<Void> imageStatus(KafkaRecordBatch<byte[], byte[]> messages) {
        return intake.acceptAll(
                messages,
                ImageStatus.class,
                (tx, statuses) -> readModel.told(
                        tx, statuses.stream().map(Received::event).toList()));
    }

    @Incoming("patched")
    Uni<Void> patched(Message<byte[]> message) {
        return intake.accept(message, Patched.class, (tx, result, id) -> readModel.told(tx, result));
    }
}
