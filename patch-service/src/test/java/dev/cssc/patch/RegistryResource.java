package dev.cssc.patch;

import dev.cssc.common.embedded.EmbeddedRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** A real registry for the service under test. */
public final class RegistryResource implements QuarkusTestResourceLifecycleManager {
    private EmbeddedRegistry registry;

    @Override
    public Map<String, String> start() {
        try {
            registry = EmbeddedRegistry.start(Files.createTempDirectory("cssc-test-registry-"));
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
    }
}
