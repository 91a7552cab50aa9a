package dev.cssc.scan.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import java.time.Duration;

/** Tells how old the database is and what came of looking for newer ones, and starts to look once that can be told. */
@ApplicationScoped
class DatabaseMeters {

    private final EngineDatabase database;
    private final MeterRegistry meters;

    DatabaseMeters(EngineDatabase database, MeterRegistry meters) {
        this.database = database;
        this.meters = meters;
    }

    /** Before the first job is taken; the registries are known by then. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (database.databases().isPresent()) {
            Gauge.builder("cssc.database.age", database, DatabaseMeters::seconds)
                    .description("Age of the vulnerability database's knowledge; not a number where there is none")
                    .baseUnit("seconds")
                    .register(meters);
        }
        database.mirror().ifPresent(mirror -> {
            mirror.listen(check -> meters.counter("cssc.database.refreshes", "result", check.result())
                    .increment());
            mirror.start();
        });
    }

    private static double seconds(EngineDatabase database) {
        return database.age().map(Duration::toSeconds).map(Long::doubleValue).orElse(Double.NaN);
    }
}
