package dev.cssc.e2e;

import dev.cssc.common.testing.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

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

    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service", "patch-service"})
    void theServiceIsPackagedToPrepareItWhenSomebodyAsks(String service) throws IOException {
        Path generated = PROJECT.resolve(service).resolve("target/quarkus-app/quarkus/generated-bytecode.jar");

        try (JarFile classes = new JarFile(generated.toFile())) {
            assertThat(classes.getEntry("io/quarkus/smallrye/openapi/runtime/OpenApiDocumentService_Subclass.class"))
                    .as("what the interceptor is called by")
                    .isNotNull();
        }
    }
}
