package dev.cssc.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes events as JSON and reads them within limits. Unknown fields are ignored; a missing or ill-formed known field is an error that
 * names it.
 */
public final class EventCodec {
    /** Largest value of an event, in bytes (design §2): half of Kafka's default message limit. */
    public static final int LARGEST_VALUE = 512 * 1024;

    private static final int DEEPEST = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(64 * 1024)
                            .build())
                    .build())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .build();

    private EventCodec() {}

    /** The mapper with the contract's settings, for documents that embed contract types (REST bodies, job payloads). */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * The JSON form of the event.
     *
     * @throws dev.cssc.common.failure.FailureException with {@link ReasonCode#TOO_LARGE} beyond {@link #LARGEST_VALUE}
     */
    public static String write(Object event) {
        String json;
        try {
            json = MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw Failure.of(
                            ReasonCode.INTERNAL,
                            "writing " + event.getClass().getSimpleName() + ": " + e.getOriginalMessage())
                    .toException(e);
        }
        if (json.getBytes(StandardCharsets.UTF_8).length > LARGEST_VALUE) {
            throw Failure.of(
                            ReasonCode.TOO_LARGE,
                            "writing " + event.getClass().getSimpleName() + ": more than " + LARGEST_VALUE + " bytes")
                    .toException();
        }
        return json;
    }

    /**
     * Reads an event or another contract record.
     *
     * @throws dev.cssc.common.failure.FailureException with {@link ReasonCode#EVENT_INVALID} where it is not of that form; the detail
     *     names the field
     */
    public static <T> T read(byte[] json, Class<T> form) {
        if (json.length > LARGEST_VALUE) {
            throw invalid("longer than " + LARGEST_VALUE + " bytes", form);
        }
        return result(() -> MAPPER.readValue(json, form), form);
    }

    /** Reads as {@link #read(byte[], Class)} does what was read as JSON within the same limits before. */
    public static <T> T read(JsonNode json, Class<T> form) {
        return result(() -> MAPPER.treeToValue(json, form), form);
    }

    private static <T> T result(Reading<T> reading, Class<T> form) {
        try {
            T value = reading.read();
            if (value == null) {
                throw invalid("JSON null", form);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw Failure.of(ReasonCode.EVENT_INVALID, "reading " + form.getSimpleName() + ": " + where(e))
                    .toException(e);
        } catch (IOException e) {
            throw Failure.of(ReasonCode.EVENT_INVALID, "reading " + form.getSimpleName() + ": " + e.getMessage())
                    .toException(e);
        }
    }

    private interface Reading<T> {
        @Nullable
        T read() throws IOException;
    }

    /** Reads text as {@link #read(byte[], Class)} does. */
    public static <T> T read(String json, Class<T> form) {
        return read(json.getBytes(StandardCharsets.UTF_8), form);
    }

    /**
     * Reads a JSON object without saying of which form.
     *
     * @throws dev.cssc.common.failure.FailureException with {@link ReasonCode#EVENT_INVALID} where it is no JSON object
     */
    public static JsonNode readObject(byte[] json) {
        JsonNode node = read(json, JsonNode.class);
        if (!node.isObject()) {
            throw Failure.of(ReasonCode.EVENT_INVALID, "expected a JSON object, found " + node.getNodeType())
                    .toException();
        }
        return node;
    }

    private static dev.cssc.common.failure.FailureException invalid(String why, Class<?> form) {
        return Failure.of(ReasonCode.EVENT_INVALID, "reading " + form.getSimpleName() + ": " + why)
                .toException();
    }

    /** Jackson's message without the offending document, which may be anybody's text; with the path to the field instead. */
    private static String where(JsonProcessingException e) {
        String path = e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
                ? mapping.getPathReference()
                : "";
        String field = path.replaceAll("[\\w.$]+(?:\\[\"([^\"]+)\"])", "$1").replace("->", ".");
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(root.getMessage());
        // What was read before has no place in a text any more.
        String at = e.getLocation() == null || e.getLocation().getLineNr() < 0
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return (field.isEmpty() ? "" : "field " + field + ": ") + why + at;
    }
}
