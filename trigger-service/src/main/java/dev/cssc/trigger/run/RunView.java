package dev.cssc.trigger.run;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.trigger.status.Expansion;
import dev.cssc.trigger.status.Failing;
import dev.cssc.trigger.status.Run;
import dev.cssc.trigger.status.RunState;
import dev.cssc.trigger.status.Unread;
import dev.cssc.trigger.status.Unselected;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run, as REST tells it.
 *
 * @param id its identity
 * @param workflow the workflow's name; {@code -} where another producer made the image due
 * @param registry the workflow's own registry; absent where the policy names them all
 * @param reason why it was started
 * @param state RUNNING, FINISHED or FAILED
 * @param cancelRequested true where someone cancelled it
 * @param joined true in the answer to a request that found this run going on already
 * @param createdAt when it was started
 * @param finishedAt when it ended
 * @param images how many images it has; 0 until they are known
 * @param counts its images by state
 * @param leftOut tags that exist and were left alone, the first 1000; not in lists of runs
 * @param notFound names in the policy that do not exist, the first 1000; not in lists of runs
 * @param failed repositories and tags that could not be read, the first 1000; not in lists of runs
 * @param totals how many there are of each in all
 * @param failure why it failed, or has no images
 */
@RegisterForReflection
public record RunView(
        String id,
        String workflow,
        Optional<String> registry,
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
        Optional<List<Unread>> failed,
        Totals totals,
        Optional<Failing> failure) {

    /**
     * Whole numbers of what the lists show the first of.
     *
     * @param leftOut tags left alone
     * @param notFound names that do not exist
     * @param failed repositories and tags that could not be read
     * @param notAskedFor tags that no name and no pattern of the policy asks for; they are in no list
     * @param notShown how many sentences of the lists are left out
     */
    @RegisterForReflection
    public record Totals(long leftOut, long notFound, long failed, long notAskedFor, long notShown) {
        private static Totals of(Run.Selection selection) {
            long notShown = Stream.of(selection.leftOutCount(), selection.notFoundCount(), selection.failedCount())
                    .mapToLong(count -> Math.max(0, count - Expansion.SENTENCES))
                    .sum();
            return new Totals(
                    selection.leftOutCount(),
                    selection.notFoundCount(),
                    selection.failedCount(),
                    selection.notAskedCount(),
                    notShown);
        }
    }

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
                run.selection().leftOut(),
                run.selection().notFound(),
                run.selection().failed(),
                Totals.of(run.selection()),
                Failing.of(run.failureReason(), run.failureDetail()));
    }
}
