package dev.cssc.scan.engine.trivy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How Trivy is called. */
@ConfigMapping(prefix = "cssc.scan.trivy")
public interface TrivyConfig {

    /** The program: a name on {@code PATH} or a path. */
    @WithDefault("trivy")
    String program();

    /** Trivy's cache directory, which holds its vulnerability database; Trivy's own default place where it is not said. */
    Optional<Path> cacheDirectory();

    /** Whether to use the database that is there and never download one. */
    @WithDefault("false")
    boolean skipDbUpdate();

    /** Whether Trivy makes no request but to the image's registry. Implies {@link #skipDbUpdate}. */
    @WithDefault("false")
    boolean offline();

    /**
     * Where this service mirrors the database from: {@code registry/repository[:tag|@digest]}, tag 2 where none is given. The registry has
     * to be defined like any other. Where it is not set, Trivy downloads the database itself. Not looked at with {@link #skipDbUpdate} or
     * {@link #offline}.
     */
    Optional<String> dbRepository();

    /** Identity of the database in Trivy's own cache directory, where somebody pins it; else the time of its making from its metadata. */
    Optional<String> databaseIdentity();

    /** How long a scan may take. Trivy's own limit does not bound registry traffic, so this one is ours. */
    @WithDefault("PT10M")
    Duration timeout();

    /** Longest report read, in bytes. */
    @WithDefault("134217728")
    long reportLimit();

    /** Most packages, and most findings, taken from a report. */
    @WithDefault("100000")
    int entryLimit();

    /**
     * Bytes that Trivy may keep of what it found in layers, for each scan that runs at once: a base is then read once and not for each image
     * on it. Beyond that it begins anew; with 0 it remembers no layers.
     */
    @WithDefault("536870912")
    long layerCacheLimit();
}
