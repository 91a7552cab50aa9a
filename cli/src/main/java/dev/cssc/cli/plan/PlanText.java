package dev.cssc.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.common.failure.ReasonCode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as a person acts on it. */
public final class PlanText {
    /** Of so many tags with the same fate each is named; of more, only how many there are. */
    private static final int NAMED = 5;

    private static final int EXAMPLES = 3;

    /** What stands in place of the next tag where there is none, which is the thing not to be overlooked. */
    private static final String NONE_LEFT = "NONE LEFT";

    private final PlanAnswer plan;
    private final boolean everyTag;

    /**
     * @param everyTag whether every tag that is left out is named
     */
    public PlanText(PlanAnswer plan, boolean everyTag) {
        this.plan = plan;
        this.everyTag = everyTag;
    }

    /** The answer in lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(images());
        lines.addAll(names("Not found", Json.list(plan.document(), "notFound")));
        lines.addAll(names("Left out", Json.list(plan.document(), "leftOut")));
        // Where something could not be read, nobody knows whether there is a match.
        if (plan.images().isEmpty() && plan.errors().isEmpty()) {
            lines.add("No matching repository and tag found.");
        }
        lines.add(totals());
        return lines;
    }

    /** A row for each image that is due, with nothing cut. */
    static Table rows(PlanAnswer plan) {
        String[] fields = {
            "registry",
            "repository",
            "tag",
            "digest",
            "scanTag",
            "scanDigest",
            "nextTag",
            "why",
            "scanRepository",
            "target"
        };
        Table table = new Table(fields);
        for (JsonNode image : plan.images()) {
            String[] cells = new String[fields.length];
            for (int i = 0; i < fields.length; i++) {
                cells[i] = Json.text(image, fields[i]);
            }
            table.row(cells);
        }
        return table;
    }

    private List<String> images() {
        Map<String, List<JsonNode>> byRepository = new LinkedHashMap<>();
        plan.images()
                .forEach(image -> byRepository
                        .computeIfAbsent(heading(image), name -> new ArrayList<>())
                        .add(image));
        List<String> lines = new ArrayList<>();
        byRepository.forEach((repository, images) -> {
            lines.add(repository);
            Table table = new Table("TAG", "SCAN", "NEXT", "WHY");
            for (JsonNode image : images) {
                String next = Json.text(image, "nextTag");
                table.row(
                        Json.text(image, "tag"),
                        Json.text(image, "scanTag"),
                        next.isEmpty() ? NONE_LEFT : next,
                        Json.text(image, "why"));
            }
            lines.addAll(table.lines("  "));
            lines.add("");
        });
        return lines;
    }

    /** The repository, and where its patches go if not there. */
    private static String heading(JsonNode image) {
        return repository(image) + (image.has("target") ? " (patches: " + Json.text(image, "target") + ")" : "");
    }

    /** Those with the same fate together; a repository with thousands of tags that nobody asked for is one line. */
    private List<String> names(String title, List<JsonNode> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        Map<String, List<JsonNode>> alike = new LinkedHashMap<>();
        names.forEach(name -> alike.computeIfAbsent(
                        repository(name) + "\n" + Json.text(name, "why"), key -> new ArrayList<>())
                .add(name));
        List<String> lines = new ArrayList<>(List.of(title + ":"));
        boolean summarised = false;
        for (List<JsonNode> group : alike.values()) {
            if (everyTag || group.size() <= NAMED) {
                group.forEach(name -> lines.addAll(sentence(image(name), Json.text(name, "why"))));
            } else {
                summarised = true;
                lines.addAll(sentence(
                        repository(group.getFirst()) + ": " + group.size() + " tags (" + examples(group) + ", …)",
                        Json.text(group.getFirst(), "why")));
            }
        }
        if (summarised) {
            lines.add("  (--all names every tag)");
        }
        lines.add("");
        return lines;
    }

    private static String examples(List<JsonNode> group) {
        return group.stream()
                .limit(EXAMPLES)
                .map(name -> Json.text(name, "tag"))
                .collect(Collectors.joining(", "));
    }

    private static List<String> sentence(String name, String why) {
        List<String> lines = new ArrayList<>();
        for (String piece : Table.wrap(name + ": " + why, Table.WIDTH - 4)) {
            lines.add((lines.isEmpty() ? "  " : "    ") + piece);
        }
        return lines;
    }

    /** What is wrong or could not be read, and what to do about it; for standard error. */
    public List<String> errors() {
        List<String> lines = new ArrayList<>();
        Set<String> help = new LinkedHashSet<>();
        for (JsonNode error : plan.errors()) {
            String reason = Json.text(error, "reason");
            String proposal = Json.text(error, "proposal");
            lines.add("  " + place(error) + ": " + Json.text(error, "message")
                    + (plan.isInvalid() || reason.isEmpty() ? "" : " [" + reason + "]"));
            if (!proposal.isEmpty()) {
                lines.add("    " + proposal);
            }
            if (!plan.isInvalid()) {
                help(reason, help);
            }
        }
        help.forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** What is allowed but looks like a slip; for standard error. */
    public List<String> warnings() {
        return Json.list(plan.document(), "warnings").stream()
                .map(warning -> {
                    String proposal = Json.text(warning, "proposal");
                    return "cssc: warning: " + place(warning) + ": " + Json.text(warning, "message")
                            + (proposal.isEmpty() ? "" : "; " + proposal);
                })
                .toList();
    }

    /** Where in the policy. What the service is sent has no lines any more. */
    private static String place(JsonNode problem) {
        String line = Json.text(problem, "line");
        return Json.text(problem, "path")
                + (line.isEmpty() ? "" : " (line " + line + ", column " + Json.text(problem, "column") + ")");
    }

    private static void help(String reason, Set<String> help) {
        for (ReasonCode known : ReasonCode.values()) {
            if (known.name().equals(reason)) {
                help.add(reason + ": " + known.help());
            }
        }
    }

    private String totals() {
        long without = plan.images().stream()
                .filter(image -> Json.text(image, "nextTag").isEmpty())
                .count();
        return count(plan.images().size(), "image") + " to scan"
                + (without > 0 ? " (" + without + " with no tag left for a patch)" : "")
                + ", " + Json.list(plan.document(), "notFound").size() + " not found, "
                + Json.list(plan.document(), "leftOut").size() + " left out, "
                + count(plan.errors().size(), "error") + ".";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String repository(JsonNode entry) {
        String registry = Json.text(entry, "registry");
        return (registry.isEmpty() ? "" : registry + "/") + Json.text(entry, "repository");
    }

    private static String image(JsonNode entry) {
        String tag = Json.text(entry, "tag");
        return repository(entry) + (tag.isEmpty() ? "" : ":" + tag);
    }
}
