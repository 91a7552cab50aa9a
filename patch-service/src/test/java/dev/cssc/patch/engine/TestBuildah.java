package dev.cssc.patch.engine;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahConfig;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.RegistryClient;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.nio.file.Path;

/** Buildah with the default settings. */
public final class TestBuildah {
    private TestBuildah() {}

    /** @param directory where layers are kept */
    public static Buildah create(RegistryClient registry, Path directory) {
        BuildahConfig config = new SmallRyeConfigBuilder()
                .withMapping(BuildahConfig.class)
                .build()
                .getConfigMapping(BuildahConfig.class);
        return new Buildah(new ChildProcesses(), config, registry, new WorkDirectories(directory));
    }
}
