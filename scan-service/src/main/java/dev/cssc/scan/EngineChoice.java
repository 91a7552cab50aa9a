package dev.cssc.scan;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.config.SecretsConfig;
import dev.cssc.scan.database.DatabaseConfig;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.database.Staleness;
import dev.cssc.scan.endoflife.CalendarFile;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.MeteredScanEngine;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.packagemanager.PackageManagerConfig;
import dev.cssc.scan.engine.packagemanager.PackageManagerEngine;
import dev.cssc.scan.engine.trivy.TrivyConfig;
import dev.cssc.scan.engine.trivy.TrivyEngine;
import dev.cssc.scan.engine.trivy.TrivyServerConfig;
import dev.cssc.scan.engine.trivy.TrivyTools;
import dev.cssc.scan.inventory.OutcomeMemory;
import dev.cssc.scan.inventory.RememberingScanEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.time.Clock;

/** The only place that knows all engines: makes the configured one. */
@ApplicationScoped
public class EngineChoice {

    /** The engine that {@code cssc.scan.engine} names, measured and with a memory; the service does not start without one. */
    @Produces
    @ApplicationScoped
    @Startup
    ScanEngine engine(
            ScanConfig config,
            RegistryAccess registries,
            Buildah buildah,
            TrivyTools tools,
            TrivyServerConfig server,
            SecretsConfig secrets,
            Databases databases,
            PackageManagerConfig packageManager,
            OutcomeMemory memory,
            MeterRegistry meters,
            Clock clock,
            SupportCalendar calendar) {
        ScanEngine engine = switch (config.engine()) {
            case TrivyEngine.NAME -> TrivyEngine.configured(tools, registries, databases, server, secrets);
            case PackageManagerEngine.NAME ->
                new PackageManagerEngine(buildah, registries, packageManager, clock, calendar);
            default ->
                throw new IllegalStateException("cssc.scan.engine is '" + config.engine() + "'; there are "
                        + TrivyEngine.NAME + " and " + PackageManagerEngine.NAME);
        };
        return new RememberingScanEngine(new MeteredScanEngine(engine, meters), memory);
    }

    /** Ends what an engine keeps running. */
    void end(@Disposes ScanEngine engine) {
        engine.close();
    }

    /** What every use of Trivy takes. */
    @Produces
    @Singleton
    TrivyTools trivy(
            ProcessRunner runner,
            WorkDirectories directories,
            TrivyConfig config,
            DatabaseConfig database,
            Clock clock) {
        return new TrivyTools(runner, directories, config, new Staleness(database.staleAfter(), clock));
    }

    /** The database that Trivy judges by. */
    @Produces
    @Singleton
    Databases databases(TrivyTools tools) {
        return tools.sharedCache();
    }

    /** What tells the day: whether a release is at its end, and whether a vulnerability is still ignored. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Until when releases get security updates; the service does not start where the file that corrects it is wrong. */
    @Produces
    @Singleton
    @Startup
    SupportCalendar calendar(ScanConfig config) {
        return config.endOfLifeFile().map(CalendarFile::bundledCorrectedBy).orElseGet(CalendarFile::bundled);
    }

    /** Where this service's jobs work. */
    @Produces
    @Singleton
    WorkDirectories workDirectories(ScanConfig config) {
        return WorkDirectories.below(config.workDirectory(), "cssc-scan");
    }
}
