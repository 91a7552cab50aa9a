package dev.cssc.scan.verification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageManifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    public ImageShape {
        layers = List.copyOf(layers);
        diffIds = List.copyOf(diffIds);
        settings = Map.copyOf(settings);
    }

    /**
     * The shape of the image that both describe.
     *
     * @param what which image, to name in failures
     * @throws FailureException {@link ReasonCode#UNSUPPORTED_IMAGE} where they are not the two documents of one image
     */
    public static ImageShape of(ImageManifest manifest, ImageConfig config, String what) {
        List<Digest> layers = manifest.layers().stream().map(Descriptor::digest).toList();
        List<Digest> diffIds = config.diffIds();
        if (layers.size() != diffIds.size()) {
            throw unreadable(what, layers.size() + " layers but " + diffIds.size() + " diff_ids");
        }
        Platform platform = config.platform().orElseThrow(() -> unreadable(what, "it does not say what it runs on"));
        JsonNode description = config.tree();
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
        return new ImageShape(platform, layers, diffIds, settings);
    }

    private static FailureException unreadable(String what, String why) {
        return Failure.of(ReasonCode.UNSUPPORTED_IMAGE, "reading " + what + ": " + why)
                .toException();
    }
}
