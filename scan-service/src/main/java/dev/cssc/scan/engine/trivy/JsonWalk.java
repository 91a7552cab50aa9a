package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.util.List;

/** Goes through one of Trivy's JSON documents as a stream, within caps on bytes, depth and counts; whatever is not as expected is a failure. */
final class JsonWalk {

    private static final int DEEPEST = 64;
    private static final int LONGEST_STRING = 4 * 1024 * 1024;

    private final String doing;
    private final String document;
    private final int entryLimit;
    private final ObjectMapper mapper;

    /**
     * @param doing what it is read for, to name in failures
     * @param document what it is, for example {@code report}
     * @param byteLimit longest one read
     * @param entryLimit most entries of one list, and of all lists of a kind together
     */
    JsonWalk(String doing, String document, long byteLimit, int entryLimit) {
        this.doing = doing;
        this.document = document;
        this.entryLimit = entryLimit;
        this.mapper = new ObjectMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_STRING)
                        .maxDocumentLength(byteLimit)
                        .build())
                .build());
    }

    interface OnField {
        void at(String name) throws IOException;
    }

    interface OnElement {
        void at() throws IOException;
    }

    JsonFactory factory() {
        return mapper.getFactory();
    }

    /** The parser is before the document, which is one object and nothing after it. */
    void whole(JsonParser parser, OnField action) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw malformed("it is empty");
        }
        expect(first == JsonToken.START_OBJECT, "it is no JSON object");
        eachField(parser, action);
        expect(parser.nextToken() == null, "something follows its end");
    }

    /** The parser stands on an object; the action is called on each field's value and must consume it. */
    void eachField(JsonParser parser, OnField action) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "a result is no object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            action.at(name);
        }
    }

    /** The parser stands on an array or null, which Go writes for an empty one. */
    void eachElement(JsonParser parser, String name, OnElement action) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(parser.currentToken() == JsonToken.START_ARRAY, name + " is no list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken() != null, "it is cut off");
            action.at();
        }
    }

    JsonNode tree(JsonParser parser) throws IOException {
        return mapper.readTree(parser);
    }

    String required(JsonNode entry, String field) {
        String value = entry.path(field).asText("");
        expect(!value.isEmpty(), "an entry has no " + field);
        return value;
    }

    static Severity severity(String name) {
        return switch (name) {
            case "LOW" -> Severity.LOW;
            case "MEDIUM" -> Severity.MEDIUM;
            case "HIGH" -> Severity.HIGH;
            case "CRITICAL" -> Severity.CRITICAL;
            default -> Severity.UNKNOWN;
        };
    }

    /** Before one more of them is taken. */
    void withinLimit(int entries, String what) {
        if (entries >= entryLimit) {
            throw tooLarge("the " + document + " lists more than " + entryLimit + " " + what
                    + " (cssc.scan.trivy.entry-limit)");
        }
    }

    /** Adds one list's entries to those of the lists before. */
    <T> void add(List<T> all, List<T> entries, String what) {
        for (T entry : entries) {
            withinLimit(all.size(), what);
            all.add(entry);
        }
    }

    void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw malformed(otherwise);
        }
    }

    FailureException malformed(String why) {
        return Failure.of(ReasonCode.REPORT_MALFORMED, doing + ": reading trivy's " + document + ": " + why)
                .toException();
    }

    FailureException tooLarge(String why) {
        return Failure.of(ReasonCode.TOO_LARGE, doing + ": " + why).toException();
    }
}
