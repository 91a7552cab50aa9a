package dev.cssc.scan.inventory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How long what was found is kept beyond its use. */
@ConfigMapping(prefix = "cssc.scan.report")
public interface ReportConfig {

    /** How long the engine's own full reports are kept; none are with 0. Findings and inventories are kept all the same. */
    @WithDefault("90d")
    Duration keep();

    /** How long a judgement is kept after a newer database's has taken its place: as long as replicas may differ in theirs. */
    @WithDefault("1d")
    Duration keepSuperseded();
}
