package dev.cssc.common.planning.takeover;

import dev.cssc.common.embedded.EmbeddedRegistry;
import org.junit.jupiter.api.condition.EnabledIf;

import java.nio.file.Path;

@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not on PATH")
class AcrPolicyInDockerRegistryTest extends AcrPolicyArtifactContract {
    @Override
    EmbeddedRegistry start(Path directory) {
        return EmbeddedRegistry.start(directory);
    }
}
