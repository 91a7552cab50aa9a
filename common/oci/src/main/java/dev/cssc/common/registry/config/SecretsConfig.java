package dev.cssc.common.registry.config;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;
import java.util.Optional;

/** Where this service finds what stored registries only name. Configured registries name files themselves and need none of it. */
@ConfigMapping(prefix = "cssc.secrets")
public interface SecretsConfig {

    /** The directory of secrets and certificates: one file each. Whoever may define registries may use every file in it. */
    Optional<Path> directory();

    /** Docker's {@code config.json} for registries with {@code docker-config}; {@code $DOCKER_CONFIG} or {@code ~/.docker} otherwise. */
    Optional<Path> dockerConfig();
}
