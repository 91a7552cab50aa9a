package dev.cssc.common.health;

import dev.cssc.common.outbox.RelayLoop;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The thread that sends events has to live as long as the process. */
@Liveness
@ApplicationScoped
class RelayLivenessCheck implements HealthCheck {
    private final RelayLoop relay;

    RelayLivenessCheck(RelayLoop relay) {
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        return Threads.check("outbox relay", relay.dead()).build();
    }
}
