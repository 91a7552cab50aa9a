package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/**
 * What a request says about a workflow, after everything in it was checked.
 *
 * @param name 1 to 63 letters, digits, dots, dashes and underscores, beginning with a letter or digit
 * @param registry a configured registry
 * @param schedule a schedule that can be read
 * @param policy a policy document that follows all rules
 * @param runImmediately whether to start a run at once
 */
record SubmittedWorkflow(
        Optional<String> name,
        Optional<String> registry,
        Optional<String> schedule,
        Optional<JsonNode> policy,
        boolean runImmediately) {}
