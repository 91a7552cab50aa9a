package dev.cssc.common.start;

import dev.cssc.common.build.Build;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;

/** Says once what this process was built from, how long it took to start, and whether with the AOT cache that was named to it. */
@ApplicationScoped
class StartReport {
    private static final Logger LOG = Logger.getLogger(StartReport.class);

    private final MeterRegistry registry;

    StartReport(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Before everybody else, so that it stands above what goes wrong with them. */
    void begins(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Build build = Build.ofThisProgram();
        LOG.infof("version %s, revision %s", build.version(), build.revisionOrUnknown());
        // Always 1: what it says is in its labels, by which other figures are joined to it.
        Gauge.builder("cssc.build.info", () -> 1)
                .description("What this process was built from")
                .tag("version", build.version())
                .tag("revision", build.revisionOrUnknown())
                .strongReference(true)
                .register(registry);
    }

    // After everybody else: their starts are part of it.
    void started(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();
        double seconds = (System.currentTimeMillis() - process.getStartTime()) / 1000.0;
        AotCache cache = AotCache.of(process.getInputArguments(), System.getProperty("java.vm.info", ""));
        Gauge.builder("cssc.start", () -> seconds)
                .description("Seconds that this process took to start")
                .baseUnit("seconds")
                .tag("cache", cache.title())
                .strongReference(true)
                .register(registry);
        switch (cache) {
            case AotCache.None none -> LOG.debug("started without an AOT cache");
            case AotCache.Used used -> LOG.infof("started with the AOT cache %s", used.file());
            case AotCache.Refused refused ->
                LOG.warnf(
                        "the AOT cache %s is not in use: it is not there, or it was made by another Java or with options"
                                + " that do not go with today's. The service works, and started more slowly than without"
                                + " that option. Make it anew (cssc rehearse), or leave out -XX:AOTCache",
                        refused.file());
        }
    }
}
