package dev.cssc.patch.engine.buildah;

import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchEngineContract;
import dev.cssc.patch.engine.TestBuildah;
import dev.cssc.patch.engine.TestRegistry;

import java.time.Duration;

/** The contract with real Buildah. */
class BuildahEngineTest extends PatchEngineContract {
    @Override
    protected PatchEngine engine(TestRegistry registry) {
        return new BuildahEngine(
                TestBuildah.create(),
                registry.client,
                registry.registries,
                registry.credentials,
                Duration.ofMinutes(5));
    }
}
