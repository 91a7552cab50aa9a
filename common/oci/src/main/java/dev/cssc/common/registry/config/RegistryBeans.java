package dev.cssc.common.registry.config;

import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The registries and their client as beans. Singletons: they hold no state of a request and need no proxy. */
@ApplicationScoped
public class RegistryBeans {

    /** All registries; wrong configuration stops the start. */
    @Produces
    @Singleton
    Registries registries(RegistriesConfig config) {
        return ConfiguredRegistries.of(config);
    }

    /** The client of these registries. */
    @Produces
    @Singleton
    RegistryClient registryClient(Registries registries) {
        return new HttpRegistryClient(registries);
    }

    /** Credentials for child processes. */
    @Produces
    @Singleton
    DockerConfigDirectories dockerConfigDirectories(Registries registries) {
        return new DockerConfigDirectories(registries);
    }
}
