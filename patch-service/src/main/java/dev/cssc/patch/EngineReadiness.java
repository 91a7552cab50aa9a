package dev.cssc.patch;

import dev.cssc.common.image.Platform;
import dev.cssc.patch.engine.PatchEngine;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import java.util.stream.Collectors;

/** Ready only where the configured engine can work: its program is there and, where it has one, its daemon answers. It says what is missing, and else the platforms that it patches. */
@Readiness
@ApplicationScoped
public class EngineReadiness implements HealthCheck {
    private final PatchEngine engine;

    EngineReadiness(PatchEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return engine.unready()
                .map(why -> HealthCheckResponse.named("patch-engine")
                        .withData("engine", engine.name())
                        .withData("missing", why)
                        .down()
                        .build())
                .orElseGet(() -> HealthCheckResponse.named("patch-engine")
                        .withData("engine", engine.name())
                        .withData(
                                "platforms",
                                engine.platforms().stream()
                                        .map(Platform::toString)
                                        .collect(Collectors.joining(", ")))
                        .up()
                        .build());
    }
}
