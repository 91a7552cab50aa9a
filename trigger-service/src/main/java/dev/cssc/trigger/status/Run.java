package dev.cssc.trigger.status;

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
 * @param registry host and optional port
 * @param reason why it was started
 * @param state how far it is
 * @param cancelRequested true where someone cancelled it
 * @param createdAt when it was started
 * @param finishedAt when it ended
 * @param counts its images by state
 * @param leftOut tags that exist and were left alone; only where the run is read by itself
 * @param notFound names in the policy that do not exist; only where the run is read by itself
 * @param failureReason why it failed, or has no images
 * @param failureDetail the same in a sentence
 */
@RegisterForReflection
public record Run(
        String id,
        String workflow,
        String registry,
        DueReason reason,
        RunState state,
        boolean cancelRequested,
        Instant createdAt,
        Optional<Instant> finishedAt,
        Optional<Map<ImageLifecycle.State, Integer>> counts,
        Optional<List<Unselected>> leftOut,
        Optional<List<Unselected>> notFound,
        Optional<ReasonCode> failureReason,
        Optional<String> failureDetail) {}
