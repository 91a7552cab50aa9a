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
}
