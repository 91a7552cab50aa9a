package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.ServiceCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.List;

/** Shows a workflow. */
@Command(name = "show", description = "Show a workflow: its next runs and its policy.")
final class ShowWorkflow extends ServiceCommand {
    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Override
    public Integer call() {
        JsonNode workflow = selector.find(api());
        print(WorkflowText.withAcrNames(workflow), WorkflowText.table(List.of(workflow)), "");
        say("");
        WorkflowText.nextRuns(workflow).forEach(this::say);
        if (workflow.has("policy")) {
            say("");
            say(Json.pretty(workflow.path("policy")));
        }
        return ExitCode.OK;
    }
}
