package dev.cssc.scan.service;

import dev.cssc.common.embedded.EmbeddedRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A registry, and a replayed Trivy. */
public final class ScanStack implements QuarkusTestResourceLifecycleManager {

    private @Nullable EmbeddedRegistry registry;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("cssc-scan-test-");
            EmbeddedRegistry started = EmbeddedRegistry.start(directory.resolve("registry"));
            registry = started;
            Map<String, String> settings = new HashMap<>(ReplayedTrivy.settings(directory));
            settings.put("cssc.registries.local.host", started.host());
            settings.put("cssc.registries.local.scheme", "http");
            settings.put("cssc.registries.local.allow-private-address", "true");
            settings.put("test.registry", started.host());
            Path secrets = Files.createDirectory(directory.resolve("secrets"));
            Files.writeString(secrets.resolve("robot"), "secret\n");
            settings.put("cssc.secrets.directory", secrets.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (registry != null) {
            registry.close();
        }
    }
}
