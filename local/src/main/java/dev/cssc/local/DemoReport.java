package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.image.RaisedPackages;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.run.RunProgress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the demonstration says at its end. */
final class DemoReport {
    private final DemoPlace place;
    private final String name;
    private final String run;

    /** A report on an image in a run. */
    DemoReport(DemoPlace place, String name, String run) {
        this.place = place;
        this.name = name;
        this.run = run;
    }

    /** False where the image, or the whole run, failed or was cancelled. */
    boolean endedWell(RunProgress.Seen seen, Optional<JsonNode> image) {
        String state = image.map(known -> Json.text(known, "state")).orElse("FAILED");
        return "FINISHED".equals(Json.text(seen.run(), "state"))
                && !"FAILED".equals(state)
                && !"CANCELLED".equals(state);
    }

    /**
     * The report as lines.
     *
     * @param image where the image ended in this run; empty where the run did not come to it
     * @param known what is known of it over all runs, with its newest patch
     */
    List<String> lines(RunProgress.Seen seen, Optional<JsonNode> image, List<JsonNode> known) {
        if (image.isEmpty()) {
            return withoutImage(seen.run());
        }
        return switch (Json.text(image.get(), "state")) {
            case "PATCHED" -> patched(seen, image.get());
            case "CLEAN", "SKIPPED" -> nothingToDo(image.get(), known);
            default -> failed(image.get());
        };
    }

    private List<String> withoutImage(JsonNode runAsItEnded) {
        JsonNode failure = runAsItEnded.path("failure");
        List<String> lines = new ArrayList<>(
                List.of("The run ended " + Json.text(runAsItEnded, "state") + " without coming to " + name + "."));
        if (failure.isObject()) {
            lines.add(Json.text(failure, "reason") + ": " + Json.text(failure, "detail"));
        }
        lines.add("Look further:");
        lines.addAll(place.afterFailure(run));
        return lines;
    }

    private List<String> failed(JsonNode image) {
        List<String> lines = new ArrayList<>(List.of(
                name + " ended " + Json.text(image, "state") + ": " + Json.text(image, "reason"),
                Json.text(image, "detail"),
                Json.text(image, "help"),
                "Look further:"));
        lines.addAll(place.afterFailure(run));
        return lines;
    }

    private List<String> nothingToDo(JsonNode image, List<JsonNode> known) {
        List<String> lines = new ArrayList<>();
        String why = Json.text(image, "detail").isEmpty() ? Json.text(image, "help") : Json.text(image, "detail");
        lines.add("Nothing was due to be patched: " + name + " ended " + Json.text(image, "state")
                + suffix(" (", Json.text(image, "reason"), ")") + suffix(": ", why, ""));
        known.stream()
                .map(latest -> latest.path("patched").path("patched"))
                .filter(JsonNode::isObject)
                .findFirst()
                .ifPresent(patch -> lines.add("Its newest patch is " + reference(patch) + " ("
                        + Json.shortDigest(Json.text(patch, "digest")) + ")."));
        return lines;
    }

    private List<String> patched(RunProgress.Seen seen, JsonNode image) {
        JsonNode event = image.path("patched");
        JsonNode patch = event.path("patched");
        List<String> lines = new ArrayList<>();
        Table summary = new Table("IMAGE", name)
                .row("New tag", reference(patch))
                .row("Digest", Json.text(patch, "digest"))
                .row("State", Json.text(image, "state"))
                .row("Layer added", megabytes(event.path("addedBytes").asLong()));
        place.engines().ifPresent(engines -> summary.row("Engines", engines));
        lines.addAll(summary.lines());
        lines.add("");
        lines.addAll(RaisedPackages.lines(event));
        lines.add("");
        Table steps = new Table("STEP", "SECONDS");
        seconds(seen.events()).forEach((step, time) -> steps.row(step, seconds(time)));
        lines.addAll(steps.lines());
        lines.add("");
        lines.addAll(place.afterPatch(name, run, reference(patch)));
        return lines;
    }

    /** How long each step took, from the times the services gave to the state that ended it. */
    static Map<String, Duration> seconds(List<JsonNode> events) {
        Map<String, Duration> steps = new LinkedHashMap<>();
        List<JsonNode> inTime = events.stream()
                .filter(event -> Json.instant(event, "at").isPresent())
                .sorted((a, b) -> moment(a).compareTo(moment(b)))
                .toList();
        for (int i = 1; i < inTime.size(); i++) {
            Duration time = Duration.between(moment(inTime.get(i - 1)), moment(inTime.get(i)));
            steps.merge(step(Json.text(inTime.get(i), "state")), time, Duration::plus);
        }
        if (inTime.size() > 1) {
            steps.put("total", Duration.between(moment(inTime.getFirst()), moment(inTime.getLast())));
        }
        return steps;
    }

    private static Instant moment(JsonNode event) {
        return Json.instant(event, "at").orElse(Instant.EPOCH);
    }

    /** The step that ends by reaching a state. */
    private static String step(String state) {
        return switch (state) {
            case "FIXABLE", "CLEAN" -> "scan";
            case "STAGED" -> "patch and stage";
            case "VERIFIED" -> "verify";
            case "PATCHED" -> "publish";
            default -> "hand over";
        };
    }

    private static String reference(JsonNode pinned) {
        return Json.text(pinned, "registry") + "/" + Json.text(pinned, "repository") + ":" + Json.text(pinned, "tag");
    }

    private static String suffix(String before, String text, String after) {
        return text.isEmpty() ? "" : before + text + after;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
    }
}
