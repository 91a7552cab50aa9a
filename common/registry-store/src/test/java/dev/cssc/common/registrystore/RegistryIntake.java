package dev.cssc.common.registrystore;

import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.outbox.Intake;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads the topic as the services do. */
@ApplicationScoped
class RegistryIntake {
    private final Intake intake;
    private final RegistryUpdates updates;

    RegistryIntake(Intake intake, RegistryUpdates updates) {
        this.intake = intake;
        this.updates = updates;
    }

    @Incoming("registries")
    Uni<Void> registries(Message<byte[]> message) {
        return intake.accept(message, RegistryChanged.class, updates);
    }
}
