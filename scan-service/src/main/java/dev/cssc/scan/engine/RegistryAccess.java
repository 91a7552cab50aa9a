package dev.cssc.scan.engine;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ChildTool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a child process needs to read from a configured registry, with pull rights only. */
public interface RegistryAccess {

    /**
     * Credentials to read this repository, for as long as they are held.
     *
     * @param tool what the child can read of Docker's configuration
     * @param step how long the child may take; credentials that end by themselves last that long where the registry gives so much
     * @throws dev.cssc.common.failure.FailureException {@code REGISTRY_UNKNOWN} where the registry is not configured; whatever comes of
     *     fetching a token
     */
    Login login(Repository repository, ChildTool tool, Duration step);

    /**
     * The digests of an image's layers as its manifest names them, lowest first.
     *
     * @throws dev.cssc.common.failure.FailureException {@code MANIFEST_NOT_FOUND} where there is no such manifest, {@code MANIFEST_INVALID}
     *     where it is none; whatever comes of asking the registry
     */
    List<String> layers(Repository repository, Digest manifest);

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
