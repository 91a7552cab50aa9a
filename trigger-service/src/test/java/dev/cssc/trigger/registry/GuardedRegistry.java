package dev.cssc.trigger.registry;

import dev.cssc.common.embedded.EmbeddedRegistry;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real registry that lets in {@code robot} with the word {@code secret}, which nobody configured; and a directory of secrets. */
public final class GuardedRegistry implements QuarkusTestResourceLifecycleManager {
    private EmbeddedRegistry registry;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("cssc-trigger-guarded-");
            registry = EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(directory.resolve("registry"))
                    .onlyFor("robot:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"));
            Path secrets = Files.createDirectory(directory.resolve("secrets"));
            Files.writeString(secrets.resolve("right"), "secret\n");
            Files.writeString(secrets.resolve("wrong"), "another\n");
            return Map.of(
                    "test.guarded", registry.host(),
                    "cssc.secrets.directory", secrets.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        registry.close();
    }
}
