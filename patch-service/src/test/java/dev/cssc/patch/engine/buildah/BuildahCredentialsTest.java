package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahConfig;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.patch.engine.AzureTestRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Buildah's process gets no credentials, whatever the registry takes: images come and go by the product's own client. */
class BuildahCredentialsTest {
    private static final String HANDED_OVER = "--authfile|--creds|docker://|auths|Bearer|TOKEN|PASSWORD";

    @Test
    void buildahIsToldOfNoRegistryAndFindsNoCredentials(@TempDir Path directory) throws Exception {
        try (AzureTestRegistry registry = new AzureTestRegistry(directory)) {
            Path seen = directory.resolve("seen");
            Path program = registry.program("buildah", """
                    { printf '%%s\\n' "$@"; env; find "$HOME" -type f -exec cat {} +; } >> '%s'
                    exit 1
                    """.formatted(seen));
            BuildahConfig config = new SmallRyeConfigBuilder()
                    .withMapping(BuildahConfig.class)
                    .withDefaultValues(Map.of("cssc.buildah.program", program.toString()))
                    .build()
                    .getConfigMapping(BuildahConfig.class);
            BuildahEngine engine = new BuildahEngine(
                    new Buildah(new ChildProcesses(), config, registry.client, new WorkDirectories(directory)),
                    registry.client,
                    Duration.ofMinutes(30));

            assertThatThrownBy(() -> engine.patch(registry.requestOfAnImage())).isInstanceOf(FailureException.class);

            assertThat(Files.readString(seen)).contains("from", "dir:").doesNotContainPattern(HANDED_OVER);
        }
    }
}
