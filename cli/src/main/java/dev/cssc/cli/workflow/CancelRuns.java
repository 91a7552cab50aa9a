package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.run.RunText;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.List;

/** Cancels what a workflow is doing. */
@Command(
        name = "cancel-run",
        description = "Cancel the active runs of a workflow. Its schedule stays, and so does what was published.")
final class CancelRuns extends ServiceCommand {
    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Override
    public Integer call() {
        TriggerApi api = api();
        String name = Json.text(selector.find(api), "name");
        List<JsonNode> cancelled = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (JsonNode run : ActiveRuns.of(api, name)) {
            String id = Json.text(run, "id");
            try {
                cancelled.add(api.cancelRun(id));
                say("Run " + id + " is being cancelled.");
            } catch (CliException e) {
                // The others are to be cancelled nevertheless.
                failures.add("Run " + id + " could not be cancelled: " + e.getMessage());
            }
        }
        if (cancelled.isEmpty() && failures.isEmpty()) {
            say("Workflow " + name + " has no active run.");
        }
        if (!forPeople()) {
            print(Json.array(cancelled), RunText.table(cancelled), "");
        }
        if (!failures.isEmpty()) {
            throw new CliException(String.join("\n", failures));
        }
        return ExitCode.OK;
    }
}
