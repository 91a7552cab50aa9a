package dev.cssc.common.selection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.lineage.Lineage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the lineage that a manifest or index states (OCI image-spec, manifest.md and image-index.md; Docker's forms have the same keys). */
public final class ManifestLineage {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .build();

    private ManifestLineage() {}

    /**
     * The lineage stated by the manifest. An index states no layers.
     *
     * @param subject what is read, for the error message
     * @param manifest its bytes
     * @throws dev.cssc.common.failure.FailureException with {@link ReasonCode#REGISTRY_ERROR} where it is no JSON object: that it states
     *     nothing would be a guess
     */
    public static Lineage read(String subject, byte[] manifest) {
        JsonNode root;
        try {
            root = MAPPER.readTree(manifest);
        } catch (IOException e) {
            throw unreadable(subject, "no JSON").toException(e);
        }
        if (!root.isObject()) {
            throw unreadable(subject, "no JSON object").toException();
        }
        Map<String, String> annotations = new HashMap<>();
        root.path("annotations")
                .properties()
                .forEach(a -> annotations.put(a.getKey(), a.getValue().asText()));
        List<Digest> layers = new ArrayList<>();
        for (JsonNode layer : root.path("layers")) {
            layers.add(Digest.parse(layer.path("digest").asText())
                    .orElseThrow(() ->
                            unreadable(subject, "a layer without sha256 digest").toException()));
        }
        return Lineage.of(annotations, layers);
    }

    private static Failure unreadable(String subject, String why) {
        return Failure.of(ReasonCode.REGISTRY_ERROR, "reading the manifest of " + subject + ": it is or has " + why);
    }
}
