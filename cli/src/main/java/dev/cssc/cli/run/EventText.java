package dev.cssc.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** State changes of images as a person reads them. */
final class EventText {
    /** The longest state is VERIFYING; what is shorter gets blanks, so that what follows stands in a column. */
    private static final int STATE = 9;

    private EventText() {}

    /** A row for each change. */
    static Table table(List<JsonNode> events) {
        Table table = new Table("TIME", "IMAGE", "STATE", "WHY");
        for (JsonNode event : events) {
            table.row(
                    Json.clock(event, "at"),
                    withoutRegistry(Json.text(event, "image")),
                    Json.text(event, "state"),
                    why(event));
        }
        return table;
    }

    /**
     * One change as a line, for a list whose other lines are not known yet.
     *
     * @param width room for the image's name
     */
    static String line(JsonNode event, int width) {
        String head = "  " + Json.clock(event, "at") + "  "
                + padded(withoutRegistry(Json.text(event, "image")), width) + "  "
                + padded(Json.text(event, "state"), STATE) + "  ";
        String why = why(event);
        int room = Math.max(30, Table.WIDTH - head.length());
        return head.concat(String.join("\n" + " ".repeat(head.length()), Table.wrap(why, room)))
                .stripTrailing();
    }

    private static String why(JsonNode event) {
        int attempt = event.path("attempt").asInt(1);
        return Stream.of(
                        attempt > 1 ? "attempt " + attempt : "",
                        Json.text(event, "reason"),
                        Json.text(event, "detail").replaceAll("\\p{Cntrl}+", " "))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
    }

    /** {@code repository:tag} of {@code registry/repository:tag}. */
    static String withoutRegistry(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
