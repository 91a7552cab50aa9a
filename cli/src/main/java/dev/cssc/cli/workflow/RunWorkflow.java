package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.run.RunProgress;
import dev.cssc.cli.run.RunText;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;

/** Runs a workflow, whatever its schedule says. */
@Command(name = "run", description = "Run a workflow now. Exit code with --wait: 1 where an image failed.")
final class RunWorkflow extends ServiceCommand {
    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Option(
            names = "--wait",
            description = "Stay until it ends and print each state change, through short outages of the service too.")
    private boolean wait;

    @Option(
            names = "--minutes",
            defaultValue = "60",
            paramLabel = "N",
            description = "With --wait: give up waiting after N minutes; default: ${DEFAULT-VALUE}.")
    private int minutes = 60;

    @Override
    public Integer call() {
        TriggerApi api = api();
        // A name needs no look at what there is.
        String name = selector.name().orElseGet(() -> Json.text(selector.find(api), "name"));
        JsonNode run = api.runWorkflow(name);
        String id = Json.text(run, "id");
        if (!wait) {
            print(run, RunText.table(List.of(run)), "");
            return ExitCode.OK;
        }
        say("Run " + id);
        RunProgress.Seen seen = new RunProgress(api, patience(), this::say).follow(id, Duration.ofMinutes(minutes));
        print(seen.run(), RunText.table(List.of(seen.run())), "");
        RunText.explanation(seen.run()).forEach(this::say);
        return RunText.endedWell(seen.run()) ? ExitCode.OK : ExitCode.FAILURE;
    }
}
