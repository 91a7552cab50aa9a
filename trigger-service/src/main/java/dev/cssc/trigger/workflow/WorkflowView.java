package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;

/**
 * A workflow, as REST tells it.
 *
 * @param name its identity
 * @param registry host and optional port
 * @param schedule ACR's {@code Nd}: the days 1, 1+N, 1+2N … of every month
 * @param timeOfDay when on those days; UTC
 * @param policy the policy document
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param nextRunAt when its next run is due
 * @param run the run that was started, or joined, with this request
 */
@RegisterForReflection
public record WorkflowView(
        String name,
        String registry,
        String schedule,
        String timeOfDay,
        JsonNode policy,
        Instant createdAt,
        Instant updatedAt,
        Instant nextRunAt,
        Optional<String> run) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static WorkflowView of(Workflow workflow, Optional<String> run) {
        try {
            return new WorkflowView(
                    workflow.name,
                    workflow.registry,
                    workflow.schedule,
                    workflow.timeOfDay.toString(),
                    MAPPER.readTree(workflow.policy),
                    workflow.createdAt,
                    workflow.updatedAt,
                    workflow.nextRunAt,
                    run);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored policy of workflow " + workflow.name + " is no JSON", e);
        }
    }
}
