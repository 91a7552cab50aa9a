package dev.cssc.common.job;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** How a service works on its jobs. */
@ConfigMapping(prefix = "cssc.worker")
public interface WorkerConfig {
    /** Whether this process works on jobs at all; without it only stores them. */
    @WithDefault("true")
    boolean enabled();

    /** Jobs worked on at once in this process, where memory has room for them. */
    @WithDefault("2")
    int concurrency();

    /**
     * Jobs beyond those that are prepared, or whose results are written down, while the engine works on as many as {@code concurrency} says:
     * else the engine would stand still meanwhile.
     */
    @WithDefault("0")
    int ahead();

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

    /**
     * Memory that one job needs with the programs it starts, for example {@code 512M}. No more jobs are worked on at once than the memory of
     * cgroup and machine has room for at the start, and none is taken up beside others while less than this is free; one job is always
     * allowed. Without it memory is not looked at.
     */
    Optional<MemorySize> memoryPerJob();

    /**
     * How long ended jobs, their logs, the ids of processed events and cancelled runs are kept. Must be longer than Kafka may deliver an event
     * again, which is at most as long as its topics keep it: a repetition that comes later is not recognised.
     */
    @WithDefault("30d")
    Duration keep();

    /** How often what is older than that is looked for. */
    @WithDefault("1h")
    Duration sweep();

    /** How often the figures about the queue are read for the metrics, whoever asks for them how often. */
    @WithDefault("5s")
    Duration figures();
}
