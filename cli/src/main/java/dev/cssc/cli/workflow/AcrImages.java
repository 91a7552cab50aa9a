package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;

import java.util.ArrayList;
import java.util.List;

/** Images as {@code az acr supply-chain workflow list} shows them: the same fields, and the same words for what is absent. */
final class AcrImages {
    static final String NOT_AVAILABLE = "---Not Available---";
    static final String NO_PATCH = "---No patch image available---";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** ACR leaves these out where they say nothing. */
    private static final List<String> REASONS =
            List.of("patch_skipped_reason", "scan_error_reason", "patch_error_reason");

    private static final List<String> FIELDS = List.of(
            "image",
            "scan_status",
            "scan_date",
            "scan_task_ID",
            "patch_status",
            "patch_date",
            "patch_task_ID",
            "last_patched_image",
            "workflow_type");

    private AcrImages() {}

    /** The images with ACR's fields and no others. */
    static List<JsonNode> of(List<JsonNode> images) {
        List<JsonNode> acrs = new ArrayList<>();
        for (JsonNode image : images) {
            ObjectNode acr = JSON.createObjectNode();
            for (String field : FIELDS) {
                String value = Json.text(image, field);
                acr.put(field, value.isEmpty() ? absent(field) : value);
            }
            for (String field : REASONS) {
                if (!Json.text(image, field).isEmpty()) {
                    acr.put(field, Json.text(image, field));
                }
            }
            acrs.add(acr);
        }
        return acrs;
    }

    private static String absent(String field) {
        return "last_patched_image".equals(field) ? NO_PATCH : NOT_AVAILABLE;
    }

    /** What of it a person can read on a line; the registry is named where there are several. */
    static Table table(List<JsonNode> images) {
        boolean one = images.stream()
                        .map(image -> registry(Json.text(image, "image")))
                        .distinct()
                        .count()
                <= 1;
        Table table = new Table("IMAGE", "SCAN", "SCANNED", "PATCH", "PATCHED", "LAST PATCH", "WHY");
        for (JsonNode image : images) {
            String name = Json.text(image, "image");
            table.row(
                    one ? name.substring(registry(name).length()) : name,
                    Json.text(image, "scan_status"),
                    time(image, "scan_date"),
                    Json.text(image, "patch_status"),
                    time(image, "patch_date"),
                    lastPatch(image),
                    why(image));
        }
        return table;
    }

    /** With the slash behind it. */
    private static String registry(String name) {
        return name.substring(0, name.indexOf('/') + 1);
    }

    /** Its tag: it is in the repository of the image. */
    private static String lastPatch(JsonNode image) {
        String name = Json.text(image, "last_patched_image");
        return name.equals(NO_PATCH) ? name : name.substring(name.lastIndexOf(':') + 1);
    }

    /** Every field, uncut. */
    static Table rows(List<JsonNode> images) {
        List<String> columns = new ArrayList<>(FIELDS);
        columns.addAll(REASONS);
        Table table = new Table(columns.toArray(String[]::new));
        images.forEach(image ->
                table.row(columns.stream().map(field -> Json.text(image, field)).toArray(String[]::new)));
        return table;
    }

    private static String time(JsonNode image, String field) {
        String time = Json.dayAndTime(image, field);
        return time.isEmpty() ? Json.text(image, field) : time;
    }

    private static String why(JsonNode image) {
        return REASONS.stream()
                .map(field -> Json.text(image, field))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
