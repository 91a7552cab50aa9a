package dev.cssc.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads answers of the API leniently: what is not there is an empty text, so that an older or newer service still prints. */
public final class Json {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** The document with indentation; {@code {}} where there is none. */
    public static String pretty(JsonNode node) {
        try {
            return node.isMissingNode()
                    ? "{}"
                    : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parsed document cannot be written", e);
        }
    }

    /** The field as text, empty where there is none. */
    public static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() || value.isMissingNode() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    /** The elements of a list, whether it is the answer itself or its member of that name. */
    public static List<JsonNode> list(JsonNode answer, String member) {
        List<JsonNode> elements = new ArrayList<>();
        (answer.isArray() ? answer : answer.path(member)).forEach(elements::add);
        return elements;
    }

    /** The elements as one list. */
    public static JsonNode array(List<JsonNode> elements) {
        return MAPPER.createArrayNode().addAll(elements);
    }

    /** The field as a moment. */
    public static Optional<Instant> instant(JsonNode node, String field) {
        try {
            String value = text(node, field);
            return value.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(value));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The field as time of day in this machine's zone. */
    public static String clock(JsonNode node, String field) {
        return instant(node, field).map(CLOCK::format).orElse("--:--:--");
    }

    /** The field as day and time in this machine's zone. */
    public static String dayAndTime(JsonNode node, String field) {
        return instant(node, field).map(DAY_AND_TIME::format).orElse("");
    }

    /** A duration as {@code 4.2 s} or {@code 3 m 07 s}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : String.format(Locale.ROOT, "%d m %02d s", seconds / 60, seconds % 60);
    }

    /** The first twelve digits of a digest: enough to tell digests apart by eye. */
    public static String shortDigest(String digest) {
        return digest.startsWith("sha256:") && digest.length() > 19 ? digest.substring(0, 19) : digest;
    }
}
