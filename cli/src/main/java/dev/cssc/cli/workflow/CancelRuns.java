package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
        String name = selector.name().orElseGet(() -> Json.text(selector.find(api), "name"));
        JsonNode cancelled = api.cancelRuns(name);
        Table table = new Table("CANCELLED RUN", "WORKFLOW");
        cancelled.path("runs").forEach(run -> table.row(run.asText(), name));
        print(cancelled, table, "Workflow " + name + " has no active run.");
        return ExitCode.OK;
    }
}
