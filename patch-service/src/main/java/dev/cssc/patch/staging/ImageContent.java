package dev.cssc.patch.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.RawManifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * One platform's image as JSON trees, so that whatever this product does not know of it is kept.
 *
 * @param digest the manifest's digest
 * @param manifest the manifest (OCI image-spec, manifest.md; Docker image manifest v2 schema 2)
 * @param config the configuration (OCI image-spec, config.md), which both kinds share
 */
record ImageContent(Digest digest, ObjectNode manifest, ObjectNode config) {
    // Numbers keep their exact form; nothing is rounded on the way through.
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads both documents.
     *
     * @throws dev.cssc.common.failure.FailureException {@code UNSUPPORTED_IMAGE} where they are not the two documents of one image
     */
    static ImageContent of(RawManifest manifest, byte[] config) {
        ImageContent image = new ImageContent(
                manifest.digest(), object(manifest.content(), "manifest"), object(config, "configuration"));
        if (image.layers().size() != image.diffIds().size()) {
            throw unsupported(
                    "manifest " + image.digest + " has " + image.layers().size() + " layers, its configuration "
                            + image.diffIds().size());
        }
        return image;
    }

    /** Layer descriptors, base first. */
    List<ObjectNode> layers() {
        List<ObjectNode> layers = new ArrayList<>();
        for (JsonNode layer : array(manifest, "layers")) {
            if (!(layer instanceof ObjectNode descriptor)) {
                throw unsupported("a layer of manifest " + digest + " is no descriptor");
            }
            layers.add(descriptor);
        }
        return layers;
    }

    /** Digests of the uncompressed layers, base first. */
    List<String> diffIds() {
        return StreamSupport.stream(array(config.path("rootfs"), "diff_ids").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static ObjectNode object(byte[] json, String what) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw unsupported("the " + what + " is no JSON object");
        } catch (JsonProcessingException e) {
            throw Failure.of(ReasonCode.UNSUPPORTED_IMAGE, "the " + what + " is no JSON: " + e.getOriginalMessage())
                    .toException(e);
        } catch (IOException e) {
            throw Failure.of(ReasonCode.UNSUPPORTED_IMAGE, "the " + what + " cannot be read: " + e.getMessage())
                    .toException(e);
        }
    }

    static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw Failure.of(ReasonCode.INTERNAL, "writing a manifest: " + e.getOriginalMessage())
                    .toException(e);
        }
    }

    private JsonNode array(JsonNode parent, String field) {
        JsonNode found = parent.path(field);
        if (!(found instanceof ArrayNode)) {
            throw unsupported("image " + digest + " has no " + field);
        }
        return found;
    }

    private static dev.cssc.common.failure.FailureException unsupported(String why) {
        return Failure.of(ReasonCode.UNSUPPORTED_IMAGE, "reading the image: " + why)
                .toException();
    }
}
