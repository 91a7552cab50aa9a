package dev.cssc.common.health;

import dev.cssc.common.build.Build;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

import java.util.Optional;

/**
 * Started once the database has this version's tables and everything that begins with the service has begun. Says which version that is, and
 * of which commit.
 */
@Startup
@ApplicationScoped
class StartedCheck implements HealthCheck {
    private final Flyway flyway;
    private final Build build = Build.ofThisProgram();
    private volatile Optional<String> schema = Optional.empty();

    StartedCheck(Flyway flyway) {
        this.flyway = flyway;
    }

    // After everybody else. Migrations ran before the first observer: a service does not come so far without.
    void started(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        schema = Optional.of(Optional.ofNullable(flyway.info().current())
                .map(MigrationInfo::getVersion)
                .map(Object::toString)
                .orElse("none"));
    }

    @Override
    public HealthCheckResponse call() {
        return schema.map(version -> HealthCheckResponse.named("started")
                        .withData("version", build.version())
                        .withData("revision", build.revisionOrUnknown())
                        .withData("newest migration", version)
                        .up()
                        .build())
                .orElseGet(() -> HealthCheckResponse.down("started"));
    }
}
