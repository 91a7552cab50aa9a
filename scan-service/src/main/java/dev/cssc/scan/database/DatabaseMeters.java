package dev.cssc.scan.database;

import io.micrometer.core.instrument.Counter;
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
        Gauge.builder("cssc.database.age", database, DatabaseMeters::seconds)
                .description("Age of the vulnerability database's knowledge; not a number where there is none")
                .baseUnit("seconds")
                .register(meters);
        DatabaseCheck.RESULTS.forEach(this::refreshes);
        database.mirror().ifPresent(mirror -> {
            mirror.listen(check -> refreshes(check.result()).increment());
            mirror.start();
        });
    }

    private Counter refreshes(String result) {
        return Counter.builder("cssc.database.refreshes")
                .description("Looks for a newer database and what came of them")
                .tag("result", result)
                .register(meters);
    }

    private static double seconds(EngineDatabase database) {
        return database.age().map(Duration::toSeconds).map(Long::doubleValue).orElse(Double.NaN);
    }
}
