package dev.cssc.common.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How a service works on its jobs. */
@ConfigMapping(prefix = "cssc.worker")
public interface WorkerConfig {
    /** Whether this process works on jobs at all; without it only stores them. */
    @WithDefault("true")
    boolean enabled();

    /** Jobs worked on at once in this process. */
    @WithDefault("2")
    int concurrency();

    /** How long a claim is valid without renewal; a dead worker's job is taken over after it. Renewed each third of it. */
    @WithDefault("30s")
    Duration lease();

    /** How often an idle worker looks for jobs that nobody told it of (other replicas' and delayed ones). */
    @WithDefault("1s")
    Duration poll();

    /** Attempts before a retryable failure becomes final. */
    @WithDefault("3")
    int attempts();

    /** Waiting time before the second attempt; doubled for each further one. */
    @WithDefault("5s")
    Duration backoff();

    /** Longest waiting time between two attempts. */
    @WithDefault("10m")
    Duration backoffLimit();

    /** How long a running job may take to stop when the service stops or its run is cancelled. */
    @WithDefault("10s")
    Duration stopTimeout();
}
