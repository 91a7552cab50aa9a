package dev.cssc.patch.graft;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** Settings of shared patch layers, under {@code cssc.patch.graft}. */
@ConfigMapping(prefix = "cssc.patch.graft")
public interface GraftConfig {
    /** Whether a verified patch layer may be put on other images of the same base; without it each image is patched by the engine. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How long an image waits for another one's patch to be verified; after that it is patched by the engine itself. As long, and no longer,
     * a patch is taken over that left packages out.
     */
    @WithDefault("PT30M")
    Duration patience();

    /** Size of an unpacked layer up to which it is read. Images with a larger one are patched by the engine. */
    @WithDefault("4G")
    MemorySize largestLayer();

    /** Entries of a layer up to which it is read. Images with one of more are patched by the engine. */
    @WithDefault("300000")
    int mostEntries();

    /** How long what was read of a layer is kept after it was last used. */
    @WithDefault("P30D")
    Duration keep();
}
