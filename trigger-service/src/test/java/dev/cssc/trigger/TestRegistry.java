package dev.cssc.trigger;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** A real registry, configured, and beside it one at whose address nothing listens. */
public final class TestRegistry implements QuarkusTestResourceLifecycleManager {
    private EmbeddedRegistry registry;

    @Override
    public Map<String, String> start() {
        try {
            registry = EmbeddedRegistry.start(Files.createTempDirectory("cssc-trigger-registry-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "cssc.registries.local.host",
                registry.host(),
                "cssc.registries.local.scheme",
                "http",
                "cssc.registries.local.allow-private-address",
                "true",
                "cssc.registries.silent.host",
                "127.0.0.1:" + FreePort.any(),
                "cssc.registries.silent.scheme",
                "http",
                "cssc.registries.silent.allow-private-address",
                "true");
    }

    @Override
    public void stop() {
        registry.close();
    }
}
