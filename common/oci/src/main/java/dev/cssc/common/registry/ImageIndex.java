package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of manifests (OCI image-spec, image-index.md; Docker manifest list).
 *
 * @param mediaType which of the two
 * @param manifests all children in their order, attestations included
 * @param annotations annotations of the index; empty in Docker's form
 */
public record ImageIndex(String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";

    public ImageIndex {
        manifests = List.copyOf(manifests);
        annotations = Map.copyOf(annotations);
    }

    /**
     * Reads an index.
     *
     * @throws dev.cssc.common.failure.FailureException {@code MANIFEST_INVALID} where it is none, {@code TOO_LARGE} beyond 4 MiB
     */
    public static ImageIndex parse(RawManifest raw) {
        ManifestJson json = new ManifestJson("index " + raw.digest());
        if (!MediaType.isIndex(raw.mediaType())) {
            throw json.invalid("media type " + raw.mediaType() + " is no index");
        }
        JsonNode tree = json.object(raw.content());
        json.requireOneKind(tree, raw.mediaType(), "layers");
        return new ImageIndex(raw.mediaType(), json.descriptors(tree, "manifests"), json.strings(tree, "annotations"));
    }

    /** The children that are images: with a known platform, and no attestation. */
    public List<Descriptor> images() {
        return manifests.stream()
                .filter(d -> !isAttestation(d))
                .filter(d -> d.platform().isPresent())
                .toList();
    }

    /** The child for exactly that platform. */
    public Optional<Descriptor> image(Platform platform) {
        return images().stream()
                .filter(d -> d.platform().equals(Optional.of(platform)))
                .findFirst();
    }

    /** BuildKit's attestations (provenance, SBOM) about that child. */
    public List<Descriptor> attestationsOf(Digest child) {
        return manifests.stream()
                .filter(ImageIndex::isAttestation)
                .filter(d -> child.value().equals(d.annotations().get(REFERENCE_DIGEST)))
                .toList();
    }

    /**
     * True for a child that is no image but a statement about one: BuildKit's attestation manifests, with the platform
     * {@code unknown/unknown} and an annotation that says what they are.
     */
    public static boolean isAttestation(Descriptor child) {
        return child.annotations().containsKey(REFERENCE_TYPE)
                || child.platform()
                        .filter(p ->
                                p.os().equals("unknown") && p.architecture().equals("unknown"))
                        .isPresent();
    }
}
