package dev.cssc.trigger.run;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.trigger.status.Failing;
import dev.cssc.trigger.status.Run;
import dev.cssc.trigger.status.RunState;
import dev.cssc.trigger.status.Unselected;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run, as REST tells it.
 *
 * @param id its identity
 * @param workflow the workflow's name; {@code -} where another producer made the image due
 * @param registry host and optional port
 * @param reason why it was started
 * @param state RUNNING, FINISHED or FAILED
 * @param cancelRequested true where someone cancelled it
 * @param joined true in the answer to a request that found this run going on already
 * @param createdAt when it was started
 * @param finishedAt when it ended
 * @param images how many images it has; 0 until they are known
 * @param counts its images by state
 * @param leftOut tags that exist and were left alone; not in lists of runs
 * @param notFound names in the policy that do not exist; not in lists of runs
 * @param failure why it failed, or has no images
 */
@RegisterForReflection
public record RunView(
        String id,
        String workflow,
        String registry,
        DueReason reason,
        RunState state,
        boolean cancelRequested,
        boolean joined,
        Instant createdAt,
        Optional<Instant> finishedAt,
        int images,
        Map<ImageLifecycle.State, Integer> counts,
        Optional<List<Unselected>> leftOut,
        Optional<List<Unselected>> notFound,
        Optional<Failing> failure) {

    /** The run as it is shown. */
    public static RunView of(Run run, boolean joined) {
        Map<ImageLifecycle.State, Integer> counts = run.counts().orElse(Map.of());
        return new RunView(
                run.id(),
                run.workflow(),
                run.registry(),
                run.reason(),
                run.state(),
                run.cancelRequested(),
                joined,
                run.createdAt(),
                run.finishedAt(),
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts,
                run.leftOut(),
                run.notFound(),
                Failing.of(run.failureReason(), run.failureDetail()));
    }
}
