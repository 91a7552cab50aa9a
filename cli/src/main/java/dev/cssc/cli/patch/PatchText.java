package dev.cssc.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.image.RaisedPackages;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Patches as a person reads them. */
final class PatchText {
    private PatchText() {}

    static Table table(List<JsonNode> patches) {
        Table table = new Table("IMAGE", "TAG", "STATE", "WHEN", "ID");
        for (JsonNode patch : patches) {
            table.row(
                    Json.text(patch, "image"),
                    elsewhere(patch).map(site -> site + ":").orElse("") + Json.text(patch, "tag"),
                    Json.text(patch, "state"),
                    Json.dayAndTime(patch, patch.has("endedAt") ? "endedAt" : "stagedAt"),
                    Json.text(patch, "id"));
        }
        return table;
    }

    /** Where it is published, if not beside its source. */
    private static Optional<String> elsewhere(JsonNode patch) {
        String site = Json.text(patch, "site");
        return Optional.of(site)
                .filter(there -> !there.isEmpty() && !Json.text(patch, "image").startsWith(there + ":"));
    }

    static List<String> whole(JsonNode patch) {
        Table facts = new Table("PATCH", Json.text(patch, "id"));
        fact(facts, "State", Json.text(patch, "state"));
        fact(facts, "Image", Json.text(patch, "image"));
        fact(facts, "Source", Json.text(patch, "source"));
        fact(facts, "Published in", elsewhere(patch).orElse(""));
        fact(facts, "Tag", Json.text(patch, "tag"));
        fact(facts, "Digest", Json.text(patch, "digest"));
        fact(facts, "Workflow", Json.text(patch, "workflow"));
        fact(facts, "Run", Json.text(patch, "run"));
        fact(facts, "Engine", Json.text(patch, "engine"));
        fact(facts, "Database", Json.text(patch, "database"));
        fact(facts, "Staged", Json.dayAndTime(patch, "stagedAt"));
        fact(facts, "Ended", Json.dayAndTime(patch, "endedAt"));
        fact(facts, "Removed", Json.dayAndTime(patch, "retiredAt"));
        fact(facts, "Stays", (Json.text(patch, "stays") + " " + Json.text(patch, "remark")).strip());
        patch.path("seconds")
                .properties()
                .forEach(step -> fact(
                        facts,
                        "Took, " + step.getKey(),
                        Json.duration(
                                Duration.ofMillis(Math.round(step.getValue().asDouble() * 1000)))));
        fact(facts, "Added", patch.path("addedBytes").asLong() + " bytes");
        List<String> lines = new ArrayList<>(facts.lines());
        patch.path("platforms").forEach(platform -> lines.addAll(platform(platform)));
        return lines;
    }

    private static List<String> platform(JsonNode platform) {
        Table facts = new Table("PLATFORM", Json.text(platform, "platform"));
        fact(facts, "Patched", Json.text(platform, "patched"));
        fact(facts, "Taken over from", Json.text(platform, "graft"));
        if (platform.has("rebase")) {
            JsonNode rebase = platform.path("rebase");
            fact(facts, "Rebased on", Json.text(rebase, "base") + "@" + Json.text(rebase, "to"));
            fact(facts, "In the place of", Json.text(rebase, "from"));
        }
        for (JsonNode unavailable : platform.path("unavailable")) {
            fact(facts, "Not available", Json.text(unavailable, "name") + " " + Json.text(unavailable, "fixed"));
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(facts.lines());
        lines.addAll(RaisedPackages.lines(platform.has("fixed") ? platform : raised(platform)));
        return lines;
    }

    /** Before it is judged, what was raised is what is known. */
    private static JsonNode raised(JsonNode platform) {
        ObjectNode known = platform.deepCopy();
        known.set("fixed", platform.path("raised"));
        return known;
    }

    private static void fact(Table facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.row(name, value);
        }
    }
}
