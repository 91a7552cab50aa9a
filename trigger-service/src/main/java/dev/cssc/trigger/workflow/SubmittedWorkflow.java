package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyProblem;

import java.util.List;
import java.util.Optional;

/**
 * What a request says about a workflow, after everything in it was checked.
 *
 * @param name 1 to 63 letters, digits, dots, dashes and underscores, beginning with a letter or digit
 * @param registry a configured registry, for the repositories for which the policy names none
 * @param schedule a schedule that can be read
 * @param policy a policy document that follows all rules, and every registry of which is configured
 * @param enabled whether it is switched on
 * @param advisories whether new advisories make its images due between its times
 * @param runImmediately whether to start a run at once
 */
record SubmittedWorkflow(
        Optional<String> name,
        Optional<String> registry,
        Optional<String> schedule,
        Optional<Document> policy,
        Optional<Boolean> enabled,
        Optional<Boolean> advisories,
        boolean runImmediately) {

    /**
     * A policy as it was written and as it was read.
     *
     * @param json as it was submitted
     * @param policy what it says
     * @param warnings what looks wrong with it
     */
    record Document(JsonNode json, Policy policy, List<PolicyProblem> warnings) {}
}
