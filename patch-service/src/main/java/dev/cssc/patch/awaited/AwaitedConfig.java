package dev.cssc.patch.awaited;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** When an image is looked at again whose fixes no package repository held yet, under {@code cssc.patch.awaited}. */
@ConfigMapping(prefix = "cssc.patch.awaited")
public interface AwaitedConfig {
    /**
     * How long to wait before the package repositories are asked for the same again, by a run of the service's own or by any other. Mirrors are
     * behind by hours.
     */
    @WithDefault("6h")
    Duration after();

    /** How often an image is looked at again by itself for the same packages; then it is left to its workflow's schedule. 0 for never. */
    @WithDefault("8")
    int looks();

    /** How often each replica looks for images whose time has come. */
    @WithDefault("5m")
    Duration every();
}
