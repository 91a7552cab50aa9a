package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Changes a workflow. */
@Command(
        name = "update",
        description =
                "Change a workflow's policy, schedule or switch; what is not given stays. With NAME, --registry changes"
                        + " its registry. A new schedule counts from now.")
final class UpdateWorkflow extends ChangingCommand {
    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Override
    public Integer call() {
        Optional<String> named = selector.name();
        Optional<byte[]> text = checked();
        Optional<String> registry = named.isPresent() ? selector.registry() : Optional.empty();
        if (text.isEmpty()
                && submission().schedule().isEmpty()
                && submission().enabled().isEmpty()
                && submission().advisories().isEmpty()
                && registry.isEmpty()
                && !submission().dryRun()) {
            throw new CliException(
                    ExitCode.INVALID,
                    "Nothing is to be changed: give --config, --schedule, --enabled or --advisories. 'cssc workflow run' runs it as it is.");
        }
        String title = title();
        // Without a policy of our own there is nothing to check before the service is asked.
        Optional<JsonNode> checkedEarly =
                selector.registry().flatMap(host -> text.map(bytes -> policy(bytes, Optional.of(host), title)));
        TriggerApi api = api();
        JsonNode workflow = selector.find(api);
        Optional<String> host =
                registry.or(() -> Optional.of(Json.text(workflow, "registry")).filter(known -> !known.isEmpty()));
        Optional<JsonNode> policy = checkedEarly.or(() -> text.map(bytes -> policy(bytes, host, title)));
        if (submission().dryRun()) {
            return dryRun(
                    text.orElseGet(() -> workflow.path("policy").toString().getBytes(StandardCharsets.UTF_8)),
                    host,
                    title);
        }
        print(api.updateWorkflow(Json.text(workflow, "name"), submission().toSend(Optional.empty(), registry, policy)));
        return ExitCode.OK;
    }
}
