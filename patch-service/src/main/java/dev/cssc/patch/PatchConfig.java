package dev.cssc.patch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the patch service, under {@code cssc.patch}. */
@ConfigMapping(prefix = "cssc.patch")
public interface PatchConfig {
    /** How this service is named in what it tells. */
    String SERVICE = "patch";

    /** Which engine patches. */
    enum EngineName {
        /** Copa's command line and a BuildKit. */
        COPA,
        /** The image's own package manager, run by Buildah without a daemon. */
        BUILDAH
    }

    /** Which engine raises the packages. */
    @WithDefault("copa")
    EngineName engine();

    /**
     * Path of the repository where patches wait for their verification, in the registry where they are published; <code>{repository}</code> stands
     * for the path of the repository where they are published and has to stand beside something else.
     */
    @WithDefault("cssc-staging/{repository}")
    String staging();

    /** How long raising the packages of one platform may take. */
    @WithDefault("PT15M")
    Duration timeout();

    /** Where jobs have their working directories; the JVM's temporary directory where unset. */
    Optional<Path> workDirectory();
}
