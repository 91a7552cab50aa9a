package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.Console;
import java.util.Locale;

/** Removes a workflow. */
@Command(
        name = "delete",
        description = "Delete a workflow and cancel its active runs. Patched images, and what is known of them, stay.")
final class DeleteWorkflow extends ServiceCommand {
    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        TriggerApi api = api();
        JsonNode workflow = selector.find(api);
        String name = Json.text(workflow, "name");
        long active = ActiveRuns.of(api, name).size();
        if (!yes && !isConfirmed(name, active)) {
            throw new CliException("Workflow " + name + " was not deleted.");
        }
        api.deleteWorkflow(name);
        switch (form()) {
            case TABLE ->
                say("Workflow " + name + " is deleted."
                        + (active == 0 ? "" : " Its active runs (" + active + ") are being cancelled."));
            case JSON -> out().println("{}");
            case TSV -> {}
        }
        return ExitCode.OK;
    }

    private boolean isConfirmed(String name, long active) {
        // The launcher asks for the console that is there only where a person is (jdk.console=java.base).
        Console console = System.console();
        if (console == null) {
            throw new CliException(
                    ExitCode.INVALID,
                    "Nobody is here to be asked whether to delete workflow " + name + "; give --yes.");
        }
        String answer = console.readLine(
                "Delete workflow %s?%s [y/N] ",
                name, active == 0 ? "" : " Its active runs (" + active + ") will be cancelled.");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
