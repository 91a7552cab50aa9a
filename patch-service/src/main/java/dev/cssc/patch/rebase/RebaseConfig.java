package dev.cssc.patch.rebase;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** Settings of rebases, under {@code cssc.patch.rebase}. Whether an image is rebased its policy says. */
@ConfigMapping(prefix = "cssc.patch.rebase")
public interface RebaseConfig {
    /**
     * How long an image is left to the engine once it was refused on a newer build of its base, and in any case until it was patched without. A base that
     * is built every night would have it refused each night.
     */
    @WithDefault("P90D")
    Duration engineAfterRefusal();

    /** How long a build of a base is remembered after it was last what the tag points to, and a refusal. */
    @WithDefault("P365D")
    Duration keep();
}
