package dev.cssc.patch.engine.copa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.patch.engine.AzureTestRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Copa's process gets for a registry of Azure. */
class CopaCredentialsTest {

    @Test
    void copaGetsOneTokenThatReadsTheSourceAndWritesToStaging(@TempDir Path directory) throws Exception {
        try (AzureTestRegistry registry = new AzureTestRegistry(directory)) {
            Path seen = directory.resolve("seen.json");
            Path copa = registry.program("copa", "cp \"$DOCKER_CONFIG/config.json\" '" + seen + "'\nexit 7\n");
            CopaEngine engine = new CopaEngine(
                    new ChildProcesses(),
                    registry.client,
                    registry.credentials,
                    TestCopa.config(copa.toString(), "tcp://buildkit.test:1"),
                    Duration.ofMinutes(30));

            assertThatThrownBy(() -> engine.patch(registry.request())).isInstanceOf(FailureException.class);

            JsonNode entry = registry.entry(seen);
            assertThat(entry).hasSize(1);
            String token = entry.path("registrytoken").asText();
            // The one before is the adapter's own, which looks whether the source is a patch.
            assertThat(registry.acr.minted())
                    .last()
                    .isEqualTo("refresh_token repository:app:pull repository:cssc-staging/app:pull,push");
            assertThat(registry.status("GET", "app/tags/list", token)).isEqualTo(404);
            assertThat(registry.status("POST", "cssc-staging/app/blobs/uploads/", token))
                    .isEqualTo(202);
            assertThat(registry.status("POST", "app/blobs/uploads/", token))
                    .as("writing to the source")
                    .isEqualTo(401);
            assertThat(registry.status("GET", "other/tags/list", token)).isEqualTo(401);
        }
    }
}
