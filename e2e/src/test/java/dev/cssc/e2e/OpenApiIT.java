package dev.cssc.e2e;

import dev.cssc.common.testing.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/openapi, which is what the services were built with. Run with {@code -Dgolden.update} to write it anew. */
class OpenApiIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service", "patch-service"})
    void whatIsPublishedIsWhatTheServiceWasBuiltWith(String service) throws IOException {
        String built = Files.readString(PROJECT.resolve(service).resolve("target/openapi/openapi.yaml"));
        Path published = PROJECT.resolve("docs/openapi").resolve(service + ".yaml");

        assertThat(built).contains("/api/v1/jobs");
        assertThat(Golden.kept(published, built)).isEqualTo(built);
    }
}
