package dev.cssc.trigger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** Settings of the trigger service. */
@ConfigMapping(prefix = "cssc.trigger")
public interface TriggerConfig {
    /** How often due workflows are looked for; the finest grain of any schedule. */
    @WithDefault("10s")
    Duration tick();

    /** Requests to a registry at once while a run reads the digests of its images. */
    @WithDefault("8")
    int pinning();
}
