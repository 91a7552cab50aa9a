package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahConfig;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.patch.engine.AzureTestRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Buildah's process gets for a registry of Azure: it takes nothing narrower than the refresh token. */
class BuildahCredentialsTest {

    @Test
    void buildahGetsTheRefreshTokenAsPasswordOfNobody(@TempDir Path directory) throws Exception {
        try (AzureTestRegistry registry = new AzureTestRegistry(directory)) {
            Path seen = directory.resolve("seen.json");
            Path program = registry.program("buildah", """
                    for a in "$@"; do case "$a" in --authfile=*) cp "${a#--authfile=}" '%s';; esac; done
                    exit 1
                    """.formatted(seen));
            BuildahConfig config = new SmallRyeConfigBuilder()
                    .withMapping(BuildahConfig.class)
                    .withDefaultValues(Map.of("cssc.buildah.program", program.toString()))
                    .build()
                    .getConfigMapping(BuildahConfig.class);
            BuildahEngine engine = new BuildahEngine(
                    new Buildah(new ChildProcesses(), config),
                    registry.client,
                    registry.registries,
                    registry.credentials,
                    Duration.ofMinutes(30));

            assertThatThrownBy(() -> engine.patch(registry.request())).isInstanceOf(FailureException.class);

            String auth = registry.entry(seen).path("auth").asText();
            String[] user = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8).split(":", 2);
            assertThat(user[0]).isEqualTo("00000000-0000-0000-0000-000000000000");
            assertThat(registry.status("GET", "app/tags/list", user[1]))
                    .as("it has to be exchanged first")
                    .isEqualTo(401);
            assertThat(registry.acr.minted()).isEmpty();
        }
    }
}
