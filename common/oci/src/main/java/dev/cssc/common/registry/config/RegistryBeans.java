package dev.cssc.common.registry.config;

import dev.cssc.common.registry.CopyListener;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistryConnections;
import dev.cssc.common.registry.RequestListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The registries and their client as beans. Singletons: they hold no state of a request and need no proxy. */
@ApplicationScoped
public class RegistryBeans {

    /** The configured registries, to which stored ones are added; wrong configuration stops the start. */
    @Produces
    @Singleton
    Registries registries(RegistriesConfig config) {
        return ConfiguredRegistries.of(config);
    }

    /** How stored definitions become settings here. */
    @Produces
    @Singleton
    DefinedRegistries definedRegistries(SecretsConfig secrets) {
        return new DefinedRegistries(secrets);
    }

    /** One set of tokens and one budget a registry, whoever uses it; a service that traces requests has a listener as a bean. */
    @Produces
    @Singleton
    RegistryConnections registryConnections(Registries registries, Instance<RequestListener> requests) {
        return new RegistryConnections(registries, requests.isResolvable() ? requests.get() : RequestListener.NONE);
    }

    /** The client of these registries; a service that counts copies has a listener as a bean. */
    @Produces
    @Singleton
    RegistryClient registryClient(RegistryConnections connections, Instance<CopyListener> copies) {
        return new HttpRegistryClient(connections, copies.isResolvable() ? copies.get() : CopyListener.NONE);
    }

    /** Credentials for child processes. */
    @Produces
    @Singleton
    DockerConfigDirectories dockerConfigDirectories(RegistryConnections connections) {
        return new DockerConfigDirectories(connections);
    }
}
