package dev.cssc.common.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON text that was read strictly (UTF-8 without byte order mark, no duplicate keys, nothing behind the value), and where in it each
 * value stands.
 *
 * @param root the value
 * @param positions by JSON path
 */
public record JsonText(JsonNode root, Map<String, Position> positions) {
    private static final int DEEPEST = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    /** What came of reading a text as JSON. */
    public sealed interface Reading {
        /** It is JSON. */
        record Json(JsonText text) implements Reading {}

        /** It is not, or not strictly. */
        record NotJson(PolicyProblems problems) implements Reading {}
    }

    /**
     * Reads the text.
     *
     * @param bytes the text
     * @param largest most bytes accepted
     */
    public static Reading read(byte[] bytes, int largest) {
        if (bytes.length > largest) {
            return notJson("is larger than " + largest + " bytes, the most that is read", Optional.empty());
        }
        if (bytes.length == 0) {
            return notJson("is empty; expected a JSON object", Optional.empty());
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF) || startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            return notJson(
                    "starts with a byte order mark; save it as UTF-8 without one", Optional.of(new Position(1, 1)));
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return notJson("is not UTF-8; save it in that encoding", Optional.empty());
        }
        if (text.isBlank()) {
            return notJson("holds nothing but white space; expected a JSON object", Optional.empty());
        }
        return read(text);
    }

    private static Reading read(String text) {
        Map<String, Position> positions = new HashMap<>();
        List<PolicyProblem> duplicates = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            try {
                locate(parser, positions, duplicates);
            } catch (JsonProcessingException e) {
                return new Reading.NotJson(new PolicyProblems(List.of(JsonSlip.of(text, parser, e, DEEPEST))));
            }
            return duplicates.isEmpty()
                    ? new Reading.Json(new JsonText(MAPPER.readTree(text), positions))
                    : new Reading.NotJson(new PolicyProblems(duplicates));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Walks the whole text once and notes where every value starts; a path met twice is a key written twice. */
    private static void locate(JsonParser parser, Map<String, Position> positions, List<PolicyProblem> duplicates)
            throws IOException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.FIELD_NAME || token.isStructEnd()) {
                continue;
            }
            Position here = position(parser.currentTokenLocation());
            String path = pathOf(parser, token);
            if (path.equals("$") && !positions.isEmpty()) {
                duplicates.add(new PolicyProblem(
                        path, "is followed by another value", Optional.of("leave it out"), Optional.of(here)));
                return;
            }
            Position before = positions.putIfAbsent(path, here);
            if (before != null) {
                duplicates.add(new PolicyProblem(
                        path,
                        "is written twice, first in " + before,
                        Optional.of("leave one of them out"),
                        Optional.of(here)));
            }
        }
    }

    private static String pathOf(JsonParser parser, JsonToken token) {
        // At the start of a container the parser's context is the container itself; at a scalar it is the one around
        // it.
        if (token.isStructStart()) {
            return JsonPath.of(parser.getParsingContext());
        }
        var around = parser.getParsingContext();
        String path = JsonPath.of(around);
        return around.inArray()
                ? JsonPath.element(path, around.getCurrentIndex())
                : around.inObject() ? JsonPath.member(path, around.getCurrentName()) : path;
    }

    private static Position position(JsonLocation location) {
        return new Position(location.getLineNr(), location.getColumnNr());
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static Reading notJson(String why, Optional<Position> position) {
        return new Reading.NotJson(new PolicyProblems(List.of(new PolicyProblem("$", why, position))));
    }
}
