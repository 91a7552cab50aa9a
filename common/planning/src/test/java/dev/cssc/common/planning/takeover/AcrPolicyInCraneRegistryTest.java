package dev.cssc.common.planning.takeover;

import dev.cssc.common.embedded.EmbeddedRegistry;
import org.junit.jupiter.api.condition.EnabledIf;

import java.nio.file.Path;

@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isCraneInstalled",
        disabledReason = "crane is not on PATH")
class AcrPolicyInCraneRegistryTest extends AcrPolicyArtifactContract {
    @Override
    EmbeddedRegistry start(Path directory) {
        return EmbeddedRegistry.startCrane(directory);
    }
}
