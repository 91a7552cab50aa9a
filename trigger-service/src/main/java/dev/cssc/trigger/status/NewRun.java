package dev.cssc.trigger.status;

import dev.cssc.common.event.DueReason;

/**
 * A run to store.
 *
 * @param id its identity
 * @param workflow the workflow's name
 * @param registry host and optional port
 * @param policy the policy document as it is now; later changes of the workflow do not touch the run
 * @param reason why it is started
 */
public record NewRun(String id, String workflow, String registry, String policy, DueReason reason) {}
