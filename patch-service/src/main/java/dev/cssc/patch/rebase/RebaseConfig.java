package dev.cssc.patch.rebase;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** Settings of rebases, under {@code cssc.patch.rebase}. Whether an image is rebased its policy says. */
@ConfigMapping(prefix = "cssc.patch.rebase")
public interface RebaseConfig {
    /** How long a build of a base is remembered after it was last current or found below an image, and a refusal of the judge. */
    @WithDefault("P365D")
    Duration keep();
}
