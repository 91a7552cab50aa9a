package dev.cssc.common.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** The topics that a service makes at its start where they are missing. */
@ConfigMapping(prefix = "cssc.topics")
public interface TopicConfig {
    /** Whether to make missing topics. Switch it off where the service has no right to. */
    @WithDefault("true")
    boolean create();

    /** Partitions of a topic made here: as many consumers of a service can work at once. */
    @WithDefault("6")
    int partitions();

    /** Copies of each partition of a topic made here; not more than there are brokers. */
    @WithDefault("1")
    short replication();

    /** How long to wait for Kafka at the start before giving up. */
    @WithDefault("60s")
    Duration patience();
}
