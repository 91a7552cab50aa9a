package dev.cssc.common.embedded.trivy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.event.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What is written; that Trivy reads it is shown where Trivy is used. */
class AdvisoryDatabaseTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AdvisoryDatabase DATABASE = AdvisoryDatabase.of(List.of(
            Advisory.fixed("perl", "CVE-2026-42496", "5.36.0-7+deb12u4", Severity.HIGH),
            Advisory.unfixed("glibc", "CVE-2019-1010023", Severity.LOW)));

    @TempDir
    Path directory;

    @Test
    void theFileHoldsTheAdvisoriesAndTheMetadataTheTimeOfItsMaking() throws IOException {
        assumeTrue(DatabaseWriter.isPossible(), "go is not on PATH");

        DATABASE.writeTo(directory);

        assertThat(Files.readString(directory.resolve("db/trivy.db"), StandardCharsets.ISO_8859_1))
                .contains("debian 12", "CVE-2026-42496", "5.36.0-7+deb12u4", "CVE-2019-1010023", "vulnerability");
        JsonNode metadata = JSON.readTree(directory.resolve("db/metadata.json").toFile());
        assertThat(metadata.path("Version").asInt()).isEqualTo(2);
        assertThat(metadata.path("UpdatedAt").asText())
                .isEqualTo(DATABASE.updated().toString());
    }

    @Test
    void anotherDatabaseReplacesTheOneThatIsThere() throws IOException {
        assumeTrue(DatabaseWriter.isPossible(), "go is not on PATH");
        DATABASE.writeTo(directory);

        DATABASE.without("perl").writeTo(directory);

        assertThat(Files.readString(directory.resolve("db/trivy.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("CVE-2026-42496")
                .contains("CVE-2019-1010023");
    }

    @Test
    void inARegistryItIsTheArtifactThatTrivyAsksForAndItsTagCanBeMoved() throws IOException {
        assumeTrue(DatabaseWriter.isPossible() && EmbeddedRegistry.isInstalled(), "go or docker-registry is missing");
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"))) {
            String first = DATABASE.push(registry.host(), "trivy-db", "2");
            String second = DATABASE.plus(Advisory.unfixed("zlib", "CVE-2023-45853", Severity.CRITICAL))
                    .push(registry.host(), "trivy-db", "2");

            assertThat(second).isNotEqualTo(first);
            var connection = URI.create("http://" + registry.host() + "/v2/trivy-db/manifests/2")
                    .toURL()
                    .openConnection();
            connection.setRequestProperty("Accept", "application/vnd.oci.image.manifest.v1+json");
            assertThat(connection.getHeaderField("Docker-Content-Digest")).isEqualTo(second);
            JsonNode manifest = JSON.readTree(connection.getInputStream());
            assertThat(manifest.at("/config/mediaType").asText())
                    .isEqualTo("application/vnd.aquasec.trivy.config.v1+json");
            assertThat(manifest.at("/layers/0/mediaType").asText())
                    .isEqualTo("application/vnd.aquasec.trivy.db.layer.v1.tar+gzip");
            assertThat(manifest.at("/layers/0/annotations/org.opencontainers.image.title")
                            .asText())
                    .isEqualTo("db.tar.gz");
        }
    }
}
