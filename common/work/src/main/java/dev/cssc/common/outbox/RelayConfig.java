package dev.cssc.common.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How the outbox is sent. */
@ConfigMapping(prefix = "cssc.outbox")
public interface RelayConfig {
    /** Rows sent in one transaction. */
    @WithDefault("100")
    int batch();

    /** How often an idle relay looks for rows that nobody told it of (other replicas' and those of a crashed process). */
    @WithDefault("1s")
    Duration poll();

    /** How long sending may fail, while Kafka or the database is out of reach, before the service counts as not ready. */
    @WithDefault("60s")
    Duration patience();
}
