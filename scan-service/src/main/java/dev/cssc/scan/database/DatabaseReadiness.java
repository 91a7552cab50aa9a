package dev.cssc.scan.database;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

import java.util.Locale;
import java.util.Map;

/**
 * Ready where there is a database to judge by, or the engine needs none. A stale one only says so: a service that was taken out of use for it
 * could not be told to refresh it, and its verdicts are marked anyway.
 */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {

    private final EngineDatabase database;

    DatabaseReadiness(EngineDatabase database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        EngineDatabase.State state = database.state();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("vulnerability database")
                .withData("state", state.name().toLowerCase(Locale.ROOT))
                .status(state != EngineDatabase.State.ABSENT);
        database.current()
                .ifPresent(current -> response.withData("identity", current.identity())
                        .withData("made", current.made().toString()));
        database.mirror().ifPresent(mirror -> {
            mirror.last()
                    .ifPresent(done -> response.withData("check", done.check().sentence()));
            mirror.refused().entrySet().stream()
                    .reduce((first, second) -> second)
                    .map(Map.Entry::getKey)
                    .ifPresent(digest -> response.withData("refused", digest.toString()));
        });
        return response.build();
    }
}
