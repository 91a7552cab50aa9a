package dev.cssc.scan.engine.packagemanager;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How the package-manager engine works; how Buildah is called stands under {@code cssc.buildah}. */
@ConfigMapping(prefix = "cssc.scan.package-manager")
public interface PackageManagerConfig {

    /** How long reading the image's package repositories may take. */
    @WithDefault("PT5M")
    Duration updateTimeout();

    /** How long a listing or simulation may take. */
    @WithDefault("PT2M")
    Duration commandTimeout();

    /** Longest listing read, in bytes. */
    @WithDefault("16777216")
    int listingLimit();
}
