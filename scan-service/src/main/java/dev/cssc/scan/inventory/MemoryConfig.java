package dev.cssc.scan.inventory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How long images are remembered. */
@ConfigMapping(prefix = "cssc.scan.memory")
public interface MemoryConfig {

    /**
     * How long an image is watched after its workflow made it due for the last time: longer than the longest schedule, since nobody says
     * that a workflow is gone or that a tag is.
     */
    @WithDefault("90d")
    Duration keepWatched();

    /** How long what is known of an image that is not watched is kept after somebody asked for it, or looked at it, for the last time. */
    @WithDefault("30d")
    Duration keepUnwatched();
}
