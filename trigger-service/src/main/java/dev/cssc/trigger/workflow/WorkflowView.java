package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A workflow, as REST tells it.
 *
 * @param name its identity
 * @param type ACR's name of the kind of workflow
 * @param registry host and optional port of the repositories for which the policy names no registry
 * @param schedule as it was written
 * @param scheduleSetAt when it was written: gives {@code Nd} its time of day, and is where an interval begins
 * @param enabled false where it is switched off
 * @param advisories whether new advisories make its images due between its times
 * @param version raised with each change by a person; the entity tag changes with it
 * @param policy the policy document; not in lists of workflows
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param nextRunAt when its next run is due; absent where it is switched off
 * @param nextRuns the next five times; none where it is switched off, not in lists of workflows
 * @param run the run that was started, or joined, with this request
 */
@RegisterForReflection
public record WorkflowView(
        String name,
        String type,
        Optional<String> registry,
        String schedule,
        Instant scheduleSetAt,
        boolean enabled,
        boolean advisories,
        long version,
        Optional<JsonNode> policy,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> nextRunAt,
        Optional<List<Instant>> nextRuns,
        Optional<String> run) {
    private static final int NEXT_RUNS = 5;
    private static final JsonMapper MAPPER = new JsonMapper();

    public WorkflowView {
        // A row without the column is read as one that holds JSON's null.
        policy = policy.filter(document -> !document.isNull());
    }

    static WorkflowView of(Workflow workflow, Instant now, Optional<String> run) {
        return new WorkflowView(
                workflow.name,
                workflow.type,
                workflow.ownRegistry(),
                workflow.schedule,
                workflow.scheduleSetAt,
                workflow.enabled,
                workflow.advisories,
                workflow.version,
                Optional.of(policy(workflow)),
                workflow.createdAt,
                workflow.updatedAt,
                Optional.of(workflow.nextRunAt).filter(next -> workflow.enabled),
                Optional.of(workflow.enabled ? workflow.readSchedule().next(now, NEXT_RUNS) : List.of()),
                run);
    }

    private static JsonNode policy(Workflow workflow) {
        try {
            return MAPPER.readTree(workflow.policy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored policy of workflow " + workflow.name + " is no JSON", e);
        }
    }
}
