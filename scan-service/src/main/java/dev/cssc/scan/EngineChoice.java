package dev.cssc.scan;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.job.WorkerPool;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.config.SecretsConfig;
import dev.cssc.scan.database.DatabaseConfig;
import dev.cssc.scan.database.DatabaseMirror;
import dev.cssc.scan.database.EngineDatabase;
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
import dev.cssc.scan.engine.trivy.TrivyProbe;
import dev.cssc.scan.engine.trivy.TrivyServerConfig;
import dev.cssc.scan.engine.trivy.TrivyTools;
import dev.cssc.scan.foundation.Foundations;
import dev.cssc.scan.inventory.OutcomeMemory;
import dev.cssc.scan.inventory.RememberingScanEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The only place that knows all engines: makes the configured one. */
@ApplicationScoped
public class EngineChoice {

    private static final String WORK = "cssc-scan";

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
            EngineDatabase database,
            PackageManagerConfig packageManager,
            OutcomeMemory memory,
            Foundations foundations,
            WorkerPool workers,
            MeterRegistry meters,
            Clock clock,
            SupportCalendar calendar) {
        ScanEngine engine = switch (config.engine()) {
            case TrivyEngine.NAME ->
                TrivyEngine.configured(tools, registries, database.databases().orElseThrow(), server, secrets);
            case PackageManagerEngine.NAME -> new PackageManagerEngine(buildah, packageManager, clock, calendar);
            default ->
                throw new IllegalStateException("cssc.scan.engine is '" + config.engine() + "'; there are "
                        + TrivyEngine.NAME + " and " + PackageManagerEngine.NAME);
        };
        return new RememberingScanEngine(
                new MeteredScanEngine(engine, meters), memory, foundations, workers.turns(), clock);
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

    /** The database that the chosen engine judges by, and who keeps it. */
    @Produces
    @Singleton
    EngineDatabase database(
            ScanConfig config, TrivyTools tools, DatabaseConfig database, RegistryClient registry, Clock clock) {
        Staleness staleness = new Staleness(database.staleAfter(), clock);
        if (!config.engine().equals(TrivyEngine.NAME)) {
            return new EngineDatabase(Optional.empty(), Optional.empty(), staleness);
        }
        Optional<DatabaseMirror> mirror = tools.mirrored()
                .map(repository -> DatabaseMirror.of(
                        repository, databases(config, database), registry, new TrivyProbe(tools), database, clock));
        return new EngineDatabase(
                Optional.of(mirror.map(DatabaseMirror::databases).orElseGet(tools::sharedCache)), mirror, staleness);
    }

    /** Ends looking for newer ones. */
    void end(@Disposes EngineDatabase database) {
        database.mirror().ifPresent(DatabaseMirror::close);
    }

    private static Path databases(ScanConfig config, DatabaseConfig database) {
        return database.directory()
                .orElseGet(() -> config.workDirectory()
                        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), WORK))
                        .resolve("databases"));
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
        return WorkDirectories.below(config.workDirectory(), WORK);
    }
}
