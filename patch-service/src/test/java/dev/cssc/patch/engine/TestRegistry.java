package dev.cssc.patch.engine;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;

import java.nio.file.Path;
import java.util.List;

/** A real registry for one test class, and the product's client of it. */
public final class TestRegistry implements AutoCloseable {
    private final EmbeddedRegistry process;
    public final Registries registries;
    public final RegistryClient client;
    public final DockerConfigDirectories credentials;

    public TestRegistry(Path directory) {
        this(EmbeddedRegistry.Settings.in(directory));
    }

    public TestRegistry(EmbeddedRegistry.Settings settings) {
        process = EmbeddedRegistry.start(settings);
        registries = new Registries(List.of(RegistrySettings.plain("test", process.host())));
        client = new HttpRegistryClient(registries);
        credentials = new DockerConfigDirectories(registries);
    }

    public String host() {
        return process.host();
    }

    @Override
    public void close() {
        process.close();
    }
}
