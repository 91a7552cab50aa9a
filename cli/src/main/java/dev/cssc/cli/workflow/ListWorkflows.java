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

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lists workflows, or as ACR's command of that name does, the images of one. */
@Command(
        name = "list",
        description =
                "List the workflows; with NAME, --registry, --type, --run-status or --days the images that were scanned or"
                        + " patched in the last days, as ACR lists them.")
final class ListWorkflows extends ServiceCommand {
    private static final List<String> STATUSES =
            List.of("Running", "Succeeded", "Failed", "Queued", "Skipped", "Canceled", "Unknown");

    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Option(
            names = "--run-status",
            paramLabel = "STATUS",
            description = "Running, Succeeded (with Skipped), Failed, Queued, Skipped, Canceled or Unknown.")
    private Optional<String> status = Optional.empty();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "How far to look back; default: the days of the workflow's schedule, else 30.")
    private Optional<Integer> days = Optional.empty();

    @Override
    public Integer call() {
        if (!selector.isGiven() && status.isEmpty() && days.isEmpty()) {
            List<JsonNode> workflows = api().workflows();
            print(
                    Json.array(workflows),
                    WorkflowText.table(workflows),
                    "There is no workflow. Make one with 'cssc workflow create'.");
            return ExitCode.OK;
        }
        status.ifPresent(ListWorkflows::requireStatus);
        TriggerApi api = api();
        Optional<JsonNode> workflow =
                selector.name().isPresent() || selector.registry().isPresent()
                        ? Optional.of(selector.find(api))
                        : Optional.empty();
        List<JsonNode> images = AcrImages.of(api.images(query(workflow)));
        say("Images that were scanned or patched in the last "
                + days.map(back -> back == 1 ? "day: " : back + " days: ").orElse("days: ") + images.size());
        print(
                Json.array(images),
                forPeople() ? AcrImages.table(images) : AcrImages.rows(images),
                "There is none" + status.map(wanted -> " that is " + wanted).orElse("") + ".");
        return ExitCode.OK;
    }

    private Map<String, String> query(Optional<JsonNode> workflow) {
        Map<String, String> query = new TreeMap<>();
        days.ifPresent(back -> query.put("days", String.valueOf(back)));
        query.put("type", WorkflowSelector.CONTINUOUS_PATCH_V1);
        status.ifPresent(wanted -> query.put("status", wanted));
        workflow.ifPresent(found -> query.put("workflow", Json.text(found, "name")));
        return query;
    }

    private static void requireStatus(String text) {
        if (STATUSES.stream().noneMatch(text::equalsIgnoreCase)) {
            throw new CliException(
                    ExitCode.INVALID,
                    "There is no run status '" + text + "'; there are " + String.join(", ", STATUSES) + ".");
        }
    }
}
