package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One platform's image (OCI image-spec, manifest.md; Docker image manifest v2 schema 2), or another artifact of that form.
 *
 * @param mediaType which of the two
 * @param config the config blob
 * @param layers the layers, lowest first
 * @param annotations annotations of the manifest; empty in Docker's form
 * @param subject the manifest this one refers to, for attached artifacts
 * @param artifactType what kind of artifact it is, where it says so
 */
public record ImageManifest(
        String mediaType,
        Descriptor config,
        List<Descriptor> layers,
        Map<String, String> annotations,
        Optional<Descriptor> subject,
        Optional<String> artifactType) {
    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /**
     * Reads a manifest.
     *
     * @throws dev.cssc.common.failure.FailureException {@code MANIFEST_INVALID} where it is none, {@code TOO_LARGE} beyond 4 MiB
     */
    public static ImageManifest parse(RawManifest raw) {
        ManifestJson json = new ManifestJson("manifest " + raw.digest());
        if (!isManifest(raw.mediaType())) {
            throw json.invalid("media type " + raw.mediaType() + " is no image manifest");
        }
        JsonNode tree = json.object(raw.content());
        json.requireOneKind(tree, raw.mediaType(), "manifests");
        return new ImageManifest(
                raw.mediaType(),
                json.descriptor(tree.path("config"), "config"),
                json.descriptors(tree, "layers"),
                json.strings(tree, "annotations"),
                json.optionalDescriptor(tree, "subject"),
                json.text(tree, "artifactType").filter(t -> !t.isEmpty()));
    }

    /** True for the two media types this can read. */
    public static boolean isManifest(String mediaType) {
        return mediaType.equals(MediaType.OCI_MANIFEST) || mediaType.equals(MediaType.DOCKER_MANIFEST);
    }

    /** True where the config is an image's, so that it can run: not a signature, an SBOM or a chart. */
    public boolean isContainerImage() {
        return config.mediaType().equals(MediaType.OCI_CONFIG)
                || config.mediaType().equals(MediaType.DOCKER_CONFIG);
    }

    /** Bytes of all layers together, as stored. */
    public long layerBytes() {
        return layers.stream().mapToLong(Descriptor::size).sum();
    }
}
