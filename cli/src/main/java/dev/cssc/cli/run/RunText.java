package dev.cssc.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run as a person reads it. */
public final class RunText {
    private RunText() {}

    /** A row for each run. */
    public static Table table(List<JsonNode> runs) {
        Table table = new Table("RUN", "WORKFLOW", "STATE", "IMAGES", "STARTED", "TOOK");
        for (JsonNode run : runs) {
            table.row(
                    Json.text(run, "id"),
                    Json.text(run, "workflow"),
                    Json.text(run, "state"),
                    imagesByState(run),
                    Json.dayAndTime(run, "createdAt"),
                    took(run));
        }
        return table;
    }

    /** Why the run failed, and which names of the policy it left alone or did not find. */
    public static List<String> explanation(JsonNode run) {
        List<String> lines = new ArrayList<>();
        JsonNode failure = run.path("failure");
        if (failure.isObject()) {
            lines.add(Json.text(failure, "reason") + ": " + Json.text(failure, "detail"));
            lines.add("  " + Json.text(failure, "help"));
        }
        for (JsonNode name : run.path("failed")) {
            lines.add("Not read: " + unselected(name) + reason(name));
        }
        for (JsonNode name : run.path("notFound")) {
            lines.add("Not found: " + unselected(name));
        }
        for (JsonNode name : run.path("leftOut")) {
            lines.add("Left out: " + unselected(name));
        }
        return lines;
    }

    /** True where the run came to its end, read all that it was to read, and none of its images failed. */
    public static boolean endedWell(JsonNode run) {
        return !"FAILED".equals(Json.text(run, "state"))
                && run.path("counts").path("FAILED").asInt(0) == 0
                && run.path("failed").isEmpty();
    }

    private static String unselected(JsonNode name) {
        String tag = Json.text(name, "tag");
        return Json.text(name, "repository") + (tag.isEmpty() ? "" : ":" + tag) + ": " + Json.text(name, "why");
    }

    private static String reason(JsonNode name) {
        String reason = Json.text(name, "reason");
        return reason.isEmpty() ? "" : Json.text(name, "detail") + " [" + reason + "]";
    }

    /** A duration leaves room for the run's id in full, which is what people copy. */
    private static String took(JsonNode run) {
        return Json.instant(run, "createdAt")
                .flatMap(start ->
                        Json.instant(run, "finishedAt").map(end -> Json.duration(Duration.between(start, end))))
                .orElse("");
    }

    /** How many images are where, for example {@code 2 PATCHED, 1 CLEAN}. */
    private static String imagesByState(JsonNode run) {
        List<String> counts = new ArrayList<>();
        run.path("counts")
                .properties()
                .forEach(count -> counts.add(count.getValue().asInt() + " " + count.getKey()));
        return counts.isEmpty() ? "-" : String.join(", ", counts);
    }
}
