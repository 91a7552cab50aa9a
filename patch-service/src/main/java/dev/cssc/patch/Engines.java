package dev.cssc.patch;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.buildah.BuildahEngine;
import dev.cssc.patch.engine.copa.CopaConfig;
import dev.cssc.patch.engine.copa.CopaEngine;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The wiring: the one place that knows which engines there are. */
@ApplicationScoped
public class Engines {

    /** The configured engine; the service does not start where its configuration is wrong. */
    @Produces
    @Singleton
    @Startup
    PatchEngine engine(
            PatchConfig config,
            CopaConfig copa,
            Buildah buildah,
            ProcessRunner processes,
            RegistryClient registry,
            DockerConfigDirectories credentials) {
        return switch (config.engine()) {
            case COPA -> new CopaEngine(processes, registry, credentials, copa, config.timeout());
            case BUILDAH -> new BuildahEngine(buildah, registry, config.timeout());
        };
    }

    /** Where this service's jobs work. */
    @Produces
    @Singleton
    WorkDirectories workDirectories(PatchConfig config) {
        return WorkDirectories.below(config.workDirectory(), "cssc-patch");
    }
}
