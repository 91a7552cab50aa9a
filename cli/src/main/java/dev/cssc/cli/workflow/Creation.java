package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.TriggerApi;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes new workflows, and says of one that is there already how to change it.
 *
 * @param api where
 * @param submission what was said about it
 * @param remarks gets what was chosen where nothing was said
 */
record Creation(TriggerApi api, Submission submission, Consumer<String> remarks) {
    private static final String EVERY_DAY = "1d";

    /** The workflow, as it was made. */
    JsonNode create(Optional<String> name, Optional<String> registry, JsonNode policy) {
        ObjectNode workflow =
                submission.toSend(Optional.of(name.orElseGet(() -> freeName(registry))), registry, Optional.of(policy));
        if (submission.schedule().isEmpty()) {
            workflow.put("schedule", EVERY_DAY);
        }
        String chosen = Json.text(workflow, "name");
        JsonNode created = api.createNew(workflow)
                .orElseThrow(() -> new CliException("A workflow '" + chosen
                        + "' exists already [WORKFLOW_EXISTS]. Change it with: cssc workflow update " + chosen
                        + " --config FILE"));
        if (submission.schedule().isEmpty()) {
            remarks.accept("No --schedule was given: " + EVERY_DAY + ", every day.");
        }
        return created;
    }

    /** As in ACR, a registry has one workflow unless somebody gives further ones a name. */
    private String freeName(Optional<String> registry) {
        String host = registry.orElseThrow(() -> new CliException(
                ExitCode.INVALID, "Give the workflow a name, or say with --registry which registry it is about."));
        WorkflowSelector.of(api, host).stream().findFirst().ifPresent(workflow -> {
            String existing = Json.text(workflow, "name");
            throw new CliException("Registry " + host + " has the workflow '" + existing
                    + "' already. Change it with: cssc workflow update " + existing
                    + " --config FILE; or give the new one a name of its own.");
        });
        return new WorkflowNames(api.workflows()).free(host);
    }
}
