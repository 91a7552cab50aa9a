package dev.cssc.common.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the service logs. Levels are Quarkus' own keys, {@code quarkus.log.level} and {@code quarkus.log.category."…".level}. */
@ConfigMapping(prefix = "cssc.log")
public interface LogConfig {
    /** Whether a log line is a JSON object, for programs that collect logs, instead of a line of text. The container images set it. */
    @WithDefault("false")
    boolean json();
}
