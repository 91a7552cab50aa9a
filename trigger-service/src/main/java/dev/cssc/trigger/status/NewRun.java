package dev.cssc.trigger.status;

import dev.cssc.common.event.DueReason;

import java.util.Optional;

/**
 * A run to store.
 *
 * @param id its identity
 * @param workflow the workflow's name
 * @param registry of the repositories for which the policy names none
 * @param policy the policy document as it is now; later changes of the workflow do not touch the run
 * @param reason why it is started
 */
public record NewRun(String id, String workflow, Optional<String> registry, String policy, DueReason reason) {}
