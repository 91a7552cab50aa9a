package dev.cssc.common.registrystore;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How a service looks after its stored registries. */
@ConfigMapping(prefix = "cssc.registry-store")
public interface RegistryStoreConfig {
    /** How often to look for what other replicas stored, and for secrets that were missing. */
    @WithDefault("2s")
    Duration poll();
}
