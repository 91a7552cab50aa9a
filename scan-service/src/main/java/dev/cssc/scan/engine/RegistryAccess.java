package dev.cssc.scan.engine;

import dev.cssc.common.image.Repository;

import java.nio.file.Path;
import java.util.Optional;

/** What a child process needs to read from a configured registry, with pull rights only. */
public interface RegistryAccess {

    /**
     * Credentials for this repository's registry, for as long as they are held.
     *
     * @throws dev.cssc.common.failure.FailureException {@code REGISTRY_UNKNOWN} where the registry is not configured
     */
    Login login(Repository repository);

    /** Credentials in a directory that is nobody else's; closing removes it. */
    interface Login extends AutoCloseable {

        /** Whether the registry is configured as one without TLS. */
        boolean plainHttp();

        /** PEM file with the certificates to trust for it, where the platform's are not the ones. */
        Optional<Path> certificates();

        /** Value for {@code DOCKER_CONFIG}: a directory with {@code config.json}. */
        Path dockerConfig();

        @Override
        void close();
    }
}
