package dev.cssc.trigger.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One expansion of a workflow into due images, or the run of one of an image that another producer made due.
 *
 * @param id its identity
 * @param workflow the workflow's name; {@code -} where another producer made the image due
 * @param registry the workflow's own registry, or the one of another producer's first image; a policy may name several
 * @param reason why it was started
 * @param state how far it is
 * @param cancelRequested true where someone cancelled it
 * @param createdAt when it was started
 * @param finishedAt when it ended
 * @param counts its images by state
 * @param selection what became of the policy's names besides the images
 * @param failureReason why it failed, or has no images
 * @param failureDetail the same in a sentence
 */
@RegisterForReflection
public record Run(
        String id,
        String workflow,
        Optional<String> registry,
        DueReason reason,
        RunState state,
        boolean cancelRequested,
        Instant createdAt,
        Optional<Instant> finishedAt,
        Optional<Map<ImageLifecycle.State, Integer>> counts,
        @JsonUnwrapped Selection selection,
        Optional<ReasonCode> failureReason,
        Optional<String> failureDetail) {

    /**
     * What became of the policy's names besides the images.
     *
     * @param leftOut the first tags that exist and were left alone; only where the run is read by itself, as the two lists after it
     * @param notFound the first names in the policy that do not exist
     * @param failed the first repositories and tags that could not be read
     * @param leftOutCount all of them
     * @param notFoundCount all of them
     * @param failedCount all of them
     * @param notAskedCount tags beside those that no name and no pattern of the policy asks for
     */
    @RegisterForReflection
    public record Selection(
            Optional<List<Unselected>> leftOut,
            Optional<List<Unselected>> notFound,
            Optional<List<Unread>> failed,
            long leftOutCount,
            long notFoundCount,
            long failedCount,
            long notAskedCount) {}
}
