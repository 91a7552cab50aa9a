package dev.cssc.patch.staging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;

import java.util.List;
import java.util.Map;

/**
 * The index that is published for a source that is an index: its children in their order, patched ones replaced, others as they are.
 * Attestations are left out: they speak of a manifest that is no longer the one in the index.
 */
final class SealedIndex {
    private SealedIndex() {}

    /**
     * @param source the source's index (OCI image-spec, image-index.md; Docker manifest list)
     * @param patched the staged manifest by the digest of the child it replaces
     * @param lineage annotations to add to those of the source
     */
    static RawManifest of(RawManifest source, Map<Digest, RawManifest> patched, Map<String, String> lineage) {
        ObjectNode from = ImageContent.object(source.content(), "index");
        ObjectNode index = ImageContent.JSON.createObjectNode();
        index.put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        ArrayNode children = index.putArray("manifests");
        int replaced = 0;
        for (JsonNode child : from.path("manifests")) {
            if (isAttestation(child) || !(child instanceof ObjectNode descriptor)) {
                continue;
            }
            ObjectNode copy = descriptor.deepCopy();
            RawManifest replacement = Digest.parse(child.path("digest").asText())
                    .map(patched::get)
                    .orElse(null);
            if (replacement != null) {
                copy.put("mediaType", replacement.mediaType())
                        .put("digest", replacement.digest().value())
                        .put("size", replacement.content().length);
                // They hold, or lead to, what was replaced (OCI image-spec, descriptor.md).
                copy.remove(List.of("data", "urls"));
                replaced++;
            }
            children.add(copy);
        }
        if (replaced < patched.size()) {
            throw Failure.of(
                            ReasonCode.INTERNAL,
                            "composing the index of " + source.digest() + ": it does not hold all the children patched")
                    .toException();
        }
        index.set("annotations", SealedImage.annotations(from, lineage));
        return new RawManifest(MediaType.OCI_INDEX, ImageContent.bytes(index));
    }

    /** BuildKit's mark of an attestation, and the platform {@code unknown/unknown} that older ones have alone. */
    private static boolean isAttestation(JsonNode child) {
        return child.path("annotations").has("vnd.docker.reference.type")
                || child.path("platform").path("os").asText().equals("unknown");
    }
}
