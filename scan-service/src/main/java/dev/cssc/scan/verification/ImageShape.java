package dev.cssc.scan.verification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of an image a patch must not change: what it runs on, how it is started, and its layers (OCI image-spec, config.md; Docker
 * image manifest v2 schema 2).
 *
 * @param platform os, architecture and variant of the configuration
 * @param layers digests of the layers, base first
 * @param diffIds digests of the uncompressed layers, base first
 * @param settings the fields of {@link #KEPT} that are set, by name
 */
public record ImageShape(Platform platform, List<Digest> layers, List<Digest> diffIds, Map<String, JsonNode> settings) {

    /** The fields of the execution configuration that are compared, in the order in which objections name them. */
    static final List<String> KEPT = List.of(
            "Entrypoint",
            "Cmd",
            "Env",
            "User",
            "WorkingDir",
            "ExposedPorts",
            "Volumes",
            "Labels",
            "StopSignal",
            "Healthcheck",
            "Shell",
            "OnBuild");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public ImageShape {
        layers = List.copyOf(layers);
        diffIds = List.copyOf(diffIds);
        settings = Map.copyOf(settings);
    }

    /** A manifest or index as a tree. */
    public static JsonNode readObject(byte[] json, String what) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node != null && node.isObject()) {
                return node;
            }
            throw unreadable(what, "it is no JSON object");
        } catch (IOException e) {
            throw unreadable(what, "it is no JSON");
        }
    }

    /**
     * Reads both documents.
     *
     * @param what which image, to name in failures
     * @throws FailureException {@link ReasonCode#UNSUPPORTED_IMAGE} where they are not the two documents of one image
     */
    public static ImageShape of(byte[] manifest, byte[] config, String what) {
        JsonNode description = readObject(config, "the configuration of " + what);
        List<Digest> layers = new ArrayList<>();
        readObject(manifest, "the manifest of " + what)
                .path("layers")
                .forEach(layer -> layers.add(digest(layer.path("digest"), what)));
        List<Digest> diffIds = new ArrayList<>();
        description.path("rootfs").path("diff_ids").forEach(id -> diffIds.add(digest(id, what)));
        if (layers.size() != diffIds.size()) {
            throw unreadable(what, layers.size() + " layers but " + diffIds.size() + " diff_ids");
        }
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        for (String field : KEPT) {
            // Go writes an unset field as null, "", [], {} or not at all.
            JsonNode value = description.path("config").path(field);
            boolean unset = value.isMissingNode()
                    || value.isNull()
                    || value.isContainerNode() && value.isEmpty()
                    || value.isTextual() && value.textValue().isEmpty();
            if (!unset) {
                settings.put(field, value);
            }
        }
        return new ImageShape(platform(description), layers, diffIds, settings);
    }

    /** The platform that an image's configuration names. */
    public static Platform platform(JsonNode config) {
        String variant = config.path("variant").asText("");
        return new Platform(
                config.path("os").asText("linux"),
                config.path("architecture").asText("unknown"),
                variant.isEmpty() ? Optional.empty() : Optional.of(variant));
    }

    private static Digest digest(JsonNode text, String what) {
        return Digest.parse(text.asText("")).orElseThrow(() -> unreadable(what, "a layer has no sha256 digest"));
    }

    private static FailureException unreadable(String what, String why) {
        return Failure.of(ReasonCode.UNSUPPORTED_IMAGE, "reading " + what + ": " + why)
                .toException();
    }
}
