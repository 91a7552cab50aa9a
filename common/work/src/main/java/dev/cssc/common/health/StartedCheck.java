package dev.cssc.common.health;

import dev.cssc.common.build.Build;
import dev.cssc.common.migration.Migrations;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started once the database has this version's tables and everything that begins with the service has begun. Says which version that is, and
 * of which commit.
 */
@Startup
@ApplicationScoped
class StartedCheck implements HealthCheck {
    private final Migrations migrations;
    private final Build build = Build.ofThisProgram();
    private volatile boolean started;

    StartedCheck(Migrations migrations) {
        this.migrations = migrations;
    }

    // After everybody else. Migrations are the first: a service does not come so far without.
    void started(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        started = true;
    }

    @Override
    public HealthCheckResponse call() {
        return migrations
                .newest()
                .filter(version -> started)
                .map(version -> HealthCheckResponse.named("started")
                        .withData("version", build.version())
                        .withData("revision", build.revisionOrUnknown())
                        .withData("newest migration", version)
                        .up()
                        .build())
                .orElseGet(() -> HealthCheckResponse.down("started"));
    }
}
