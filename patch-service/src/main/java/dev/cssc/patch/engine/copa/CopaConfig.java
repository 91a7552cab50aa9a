package dev.cssc.patch.engine.copa;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the Copa engine, under {@code cssc.patch.copa}. */
@ConfigMapping(prefix = "cssc.patch.copa")
public interface CopaConfig {
    /** Copa's program: a name on {@code PATH} or a path. */
    @WithDefault("copa")
    String program();

    /**
     * BuildKit's command line, a name on {@code PATH} or a path, which clears what it keeps of RPM repositories; only images of RPM distributions
     * need it.
     */
    @WithDefault("buildctl")
    String buildctl();

    /**
     * BuildKit's address, {@code tcp://host:port} or {@code unix:///path}; never a Docker socket, whose local images would win over the
     * registry's.
     */
    @WithDefault("tcp://127.0.0.1:1234")
    String address();

    /** Absolute path of the CA certificate of BuildKit's address. */
    Optional<Path> caCertificate();

    /** Absolute path of the client certificate for BuildKit's address; goes with {@link #key}. */
    Optional<Path> certificate();

    /** Absolute path of the client certificate's key. */
    Optional<Path> key();

    /** Further BuildKits for some repositories, by names of the operator's choice; all others are patched by the one above. */
    Map<String, Further> buildkits();

    /**
     * Environment of Copa beside what it always has, for example {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY} in upper case,
     * which it hands on to the package manager. Nothing of this process's own environment reaches it.
     */
    Map<String, String> environment();

    /** One further BuildKit. */
    interface Further {
        /**
         * Whose images it patches: a registry's host, or host and the beginning of a repository's path ({@code registry.example/team-a}). Of
         * several that match the longest counts.
         */
        List<String> repositories();

        /** This BuildKit's address, {@code tcp://host:port} or {@code unix:///path}. */
        String address();

        /** Absolute path of the CA certificate of its address. */
        Optional<Path> caCertificate();

        /** Absolute path of the client certificate for its address; goes with {@link #key}. */
        Optional<Path> certificate();

        /** Absolute path of the client certificate's key. */
        Optional<Path> key();
    }
}
