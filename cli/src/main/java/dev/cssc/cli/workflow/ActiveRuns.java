package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.TriggerApi;

import java.util.List;
import java.util.Optional;

/** The runs of a workflow that have not come to their end. */
final class ActiveRuns {
    private ActiveRuns() {}

    static List<JsonNode> of(TriggerApi api, String workflow) {
        return Json.list(api.runs(Optional.of(workflow)), "runs").stream()
                .filter(run -> "RUNNING".equals(Json.text(run, "state")))
                .toList();
    }
}
