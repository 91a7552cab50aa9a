package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.schedule.NextRuns;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.schedule.Schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A workflow as a person reads it, and as scripts that were written for ACR do. */
final class WorkflowText {
    /** How many of its next runs are shown. */
    private static final int NEXT_RUNS = 5;

    private WorkflowText() {}

    /** A row for each workflow. */
    static Table table(List<JsonNode> workflows) {
        Table table = new Table("NAME", "REGISTRY", "SCHEDULE", "ENABLED", "NEXT RUN", "RUN");
        for (JsonNode workflow : workflows) {
            table.row(
                    Json.text(workflow, "name"),
                    Json.text(workflow, "registry"),
                    Json.text(workflow, "schedule"),
                    isEnabled(workflow) ? "yes" : "no",
                    Json.dayAndTime(workflow, "nextRunAt"),
                    Json.text(workflow, "run"));
        }
        return table;
    }

    /** The document with ACR's names for what is in it beside ours. */
    static JsonNode withAcrNames(JsonNode workflow) {
        if (!(workflow instanceof ObjectNode object)) {
            return workflow;
        }
        ObjectNode named = object.deepCopy();
        copy(named, "createdAt", "creationDate");
        copy(named, "nextRunAt", "nextOccurrence");
        if (!named.has("type")) {
            named.put("type", WorkflowSelector.CONTINUOUS_PATCH_V1);
        }
        return named;
    }

    private static void copy(ObjectNode document, String ours, String acrs) {
        if (document.has(ours) && !document.has(acrs)) {
            document.set(acrs, document.get(ours));
        }
    }

    /** Its next runs, or why there are none. */
    static List<String> nextRuns(JsonNode workflow) {
        if (!isEnabled(workflow)) {
            return List.of("It is switched off: its schedule does not run it. 'cssc workflow run "
                    + Json.text(workflow, "name") + "' does.");
        }
        return NextRuns.table(times(workflow), ZoneId.systemDefault()).lines();
    }

    private static boolean isEnabled(JsonNode workflow) {
        return workflow.path("enabled").asBoolean(true);
    }

    /** As the service tells them; an older one tells the first only, from which the others follow where the schedule is ACR's. */
    private static List<Instant> times(JsonNode workflow) {
        List<Instant> told = new ArrayList<>();
        for (JsonNode time : workflow.path("nextRuns")) {
            instant(time.asText()).ifPresent(told::add);
        }
        Optional<Instant> first = Json.instant(workflow, "nextRunAt");
        if (!told.isEmpty() || first.isEmpty()) {
            return told;
        }
        told.add(first.get());
        try {
            told.addAll(
                    Schedule.parse(Json.text(workflow, "schedule"), first.get()).next(first.get(), NEXT_RUNS - 1));
        } catch (FailureException e) {
            return told; // a form of a newer service: its first time is what is known
        }
        return told;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
