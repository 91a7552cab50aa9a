package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

import java.io.IOException;
import java.io.InputStream;

/**
 * JSON that came from a registry: read within limits on depth and length, without a choice between two fields of the same name, and with
 * numbers as they were written.
 */
final class BoundedJson {
    /** Largest manifest, index or config read, in bytes (distribution spec: manifests up to 4 MiB). */
    static final int LARGEST_DOCUMENT = 4 * 1024 * 1024;

    private static final int DEEPEST = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LARGEST_DOCUMENT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private BoundedJson() {}

    /** The document as a tree; a missing node where it is empty. */
    static JsonNode parse(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /** A parser with the same limits, for documents that are not to be held whole. */
    static JsonParser parser(InputStream json) throws IOException {
        return MAPPER.getFactory().createParser(json);
    }

    /** Compact JSON with the fields in the tree's order. */
    static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    /** The body, refused beyond the limit without reading it whole. */
    static byte[] body(String description, Response response, long limit) throws IOException {
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        if (body.contentLength() > limit || source.request(limit + 1)) {
            throw SizeLimit.exceeded(description, limit);
        }
        return source.readByteArray();
    }
}
