package dev.cssc.scan.advisory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How new advisories are looked for in what is stored. */
@ConfigMapping(prefix = "cssc.scan.advisory")
public interface AdvisoryConfig {

    /** How often each replica looks whether the vulnerability database is another one. */
    @WithDefault("60s")
    Duration every();

    /** Package sets judged again by one job: what another replica can take over. */
    @WithDefault("500")
    int chunk();

    /** How often each replica looks for what is to be told. */
    @WithDefault("5s")
    Duration tellEvery();

    /** How long at most something waits to be told together with what else a sweep finds, so that the worst is told first. */
    @WithDefault("10m")
    Duration gather();
}
