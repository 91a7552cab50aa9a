package dev.cssc.common.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.job.QueueStore;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.List;
import java.util.Optional;

/**
 * How far the service is behind its work.
 *
 * @param capacity jobs that this replica works on at once; 0 where it works on none
 * @param why what set that number
 * @param busy jobs that this replica works on now
 * @param memoryPerJob bytes that a job needs; absent where that is not configured
 * @param memoryFree bytes that are free for this replica; absent where the system does not tell
 * @param queued jobs that wait for a worker of any replica
 * @param delayed jobs that wait for the time of their next attempt
 * @param running jobs that workers of all replicas have
 * @param oldestSeconds how long the job that is due longest has waited
 * @param kinds the same by kind of job
 * @param flows the same by flow, the busiest 1000
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record WorkersView(
        int capacity,
        String why,
        int busy,
        Optional<Long> memoryPerJob,
        Optional<Long> memoryFree,
        long queued,
        long delayed,
        long running,
        double oldestSeconds,
        List<Standing> kinds,
        List<Standing> flows) {

    /**
     * How many jobs of a kind or flow stand where.
     *
     * @param name of the kind or flow
     * @param queued they wait for a worker
     * @param delayed they wait for the time of their next attempt
     * @param running a worker has them
     * @param oldestSeconds how long the one that is due longest has waited
     */
    @RegisterForReflection
    public record Standing(String name, long queued, long delayed, long running, double oldestSeconds) {
        static Standing of(QueueStore.Figures figures) {
            return new Standing(
                    figures.name(), figures.queued(), figures.delayed(), figures.running(), figures.oldestSeconds());
        }
    }

    public WorkersView {
        kinds = List.copyOf(kinds);
        flows = List.copyOf(flows);
    }
}
