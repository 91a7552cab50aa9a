package dev.cssc.patch.engine;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahConfig;
import dev.cssc.common.process.ChildProcesses;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Buildah with the default settings. */
public final class TestBuildah {
    private TestBuildah() {}

    public static Buildah create() {
        BuildahConfig config = new SmallRyeConfigBuilder()
                .withMapping(BuildahConfig.class)
                .build()
                .getConfigMapping(BuildahConfig.class);
        return new Buildah(new ChildProcesses(), config);
    }
}
