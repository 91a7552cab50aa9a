package dev.cssc.common.health;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

import java.util.List;

/** The answer about threads that are to live as long as the process. */
final class Threads {
    private Threads() {}

    static HealthCheckResponseBuilder check(String name, List<String> dead) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(name).status(dead.isEmpty());
        return dead.isEmpty() ? answer : answer.withData("dead", String.join(", ", dead));
    }
}
