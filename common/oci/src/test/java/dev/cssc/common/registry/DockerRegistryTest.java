package dev.cssc.common.registry;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.image.Repository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The contract with Debian's docker-registry, open to everybody. */
class DockerRegistryTest extends RegistryClientContract {
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void start(@TempDir Path directory) {
        if (EmbeddedRegistry.isInstalled()) {
            registry = EmbeddedRegistry.start(directory);
        }
    }

    @BeforeEach
    void requireRegistry() {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Override
    RegistrySettings settings() {
        return RegistrySettings.plain("local", registry.host());
    }

    @Test
    void deletionSwitchedOffIsAnAnswerAndNoError(@TempDir Path directory) {
        try (EmbeddedRegistry keeping =
                EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(directory).withoutDeletion())) {
            RegistryClient client =
                    new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("keeping", keeping.host()))));
            Repository repository = new Repository(keeping.host(), "kept");
            RawManifest index = ManifestWriter.index(List.of(), Map.of());
            client.putManifest(repository, index);

            assertThat(client.deleteManifest(repository, index.digest())).isFalse();
        }
    }

    @Test
    void blobIsStreamedThroughToAnotherRegistry(@TempDir Path directory) {
        try (EmbeddedRegistry other = EmbeddedRegistry.start(directory)) {
            RegistryClient client = new HttpRegistryClient(
                    new Registries(List.of(settings(), RegistrySettings.plain("other", other.host()))));
            byte[] content = random(2_500_000, 23);
            Repository from = new Repository(registry.host(), "through/from");
            Repository to = new Repository(other.host(), "through/to");
            Descriptor blob = Descriptor.of(MediaType.OCI_LAYER_GZIP, client.putBlob(from, content), content.length);

            client.copyBlob(from, to, blob);

            assertThat(client.blob(to, blob.digest(), content.length)).isEqualTo(content);
        }
    }
}
