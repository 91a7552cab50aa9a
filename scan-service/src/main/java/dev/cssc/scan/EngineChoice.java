package dev.cssc.scan;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.endoflife.CalendarFile;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.MeteredScanEngine;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.packagemanager.PackageManagerConfig;
import dev.cssc.scan.engine.packagemanager.PackageManagerEngine;
import dev.cssc.scan.engine.trivy.TrivyConfig;
import dev.cssc.scan.engine.trivy.TrivyEngine;
import dev.cssc.scan.inventory.OutcomeMemory;
import dev.cssc.scan.inventory.RememberingScanEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
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
            ProcessRunner runner,
            RegistryAccess registries,
            Buildah buildah,
            TrivyConfig trivy,
            PackageManagerConfig packageManager,
            OutcomeMemory memory,
            MeterRegistry meters,
            Clock clock,
            SupportCalendar calendar) {
        ScanEngine engine = switch (config.engine()) {
            case TrivyEngine.NAME -> new TrivyEngine(runner, registries, trivy);
            case PackageManagerEngine.NAME ->
                new PackageManagerEngine(buildah, registries, packageManager, clock, calendar);
            default ->
                throw new IllegalStateException("cssc.scan.engine is '" + config.engine() + "'; there are "
                        + TrivyEngine.NAME + " and " + PackageManagerEngine.NAME);
        };
        return new RememberingScanEngine(new MeteredScanEngine(engine, meters), memory);
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
