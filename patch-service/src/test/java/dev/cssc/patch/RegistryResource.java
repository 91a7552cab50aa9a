package dev.cssc.patch;

import dev.cssc.common.embedded.EmbeddedRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A real registry for the service under test. */
public final class RegistryResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedRegistry registry;
    private Path directory;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("cssc-test-registry-");
            registry = EmbeddedRegistry.start(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "cssc.registries.test.host", registry.host(),
                "cssc.registries.test.scheme", "http",
                "cssc.registries.test.allow-private-address", "true");
    }

    @Override
    public void stop() {
        registry.close();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
