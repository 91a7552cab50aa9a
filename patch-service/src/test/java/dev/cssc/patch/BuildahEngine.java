package dev.cssc.patch;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.util.Map;

/** Buildah as engine, also of a packaged service, which knows nothing of the settings for tests. */
public final class BuildahEngine implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("cssc.patch.engine", "buildah");
    }

    @Override
    public void stop() {}
}
