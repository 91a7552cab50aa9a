package dev.cssc.scan;

import dev.cssc.scan.engine.ScanEngine;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import java.util.Optional;

/** Ready where the chosen engine's program is there. */
@Readiness
@ApplicationScoped
public class EngineReadiness implements HealthCheck {

    private final ScanEngine engine;

    EngineReadiness(ScanEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> missing = engine.missing();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("scan engine")
                .withData("engine", engine.name())
                .status(missing.isEmpty());
        missing.ifPresent(why -> response.withData("missing", why));
        return response.build();
    }
}
