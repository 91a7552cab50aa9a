package dev.cssc.common.health;

import dev.cssc.common.outbox.RelayConfig;
import dev.cssc.common.outbox.RelayLoop;
import dev.cssc.common.outbox.RelayTrouble;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import java.util.Optional;

/** Not ready where events have not been sent for longer than {@code cssc.outbox.patience}: what is done here, nobody hears of. */
@Readiness
@ApplicationScoped
class SendingCheck implements HealthCheck {
    private final RelayLoop relay;
    private final RelayConfig config;

    SendingCheck(RelayLoop relay, RelayConfig config) {
        this.relay = relay;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<RelayTrouble> trouble = relay.trouble();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("sending events")
                .status(trouble.filter(t -> t.lasts().compareTo(config.patience()) > 0)
                        .isEmpty());
        trouble.ifPresent(t ->
                answer.withData("failing for seconds", t.lasts().toSeconds()).withData("because", t.why()));
        return answer.build();
    }
}
