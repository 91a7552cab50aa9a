package dev.cssc.patch.staging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;

import java.util.Map;

/** Manifest and configuration of an image whose layers are known by names, to be changed by tests. */
final class ImageDocuments {
    final ObjectNode manifest = ImageContent.JSON.createObjectNode();
    final ObjectNode config = ImageContent.JSON.createObjectNode();

    private ImageDocuments(String manifestType, String configType, String layerType, String... layers) {
        config.put("architecture", "amd64").put("os", "linux");
        var diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        manifest.put("schemaVersion", 2).put("mediaType", manifestType);
        manifest.putObject("config").put("mediaType", configType);
        var descriptors = manifest.putArray("layers");
        for (String layer : layers) {
            diffIds.add(diffId(layer));
            descriptors
                    .addObject()
                    .put("mediaType", layerType)
                    .put("digest", Digest.of(layer + " blob").value())
                    .put("size", layer.length());
        }
    }

    static ImageDocuments oci(String... layers) {
        return new ImageDocuments(MediaType.OCI_MANIFEST, MediaType.OCI_CONFIG, MediaType.OCI_LAYER_GZIP, layers);
    }

    static ImageDocuments docker(String... layers) {
        return new ImageDocuments(
                MediaType.DOCKER_MANIFEST, MediaType.DOCKER_CONFIG, MediaType.DOCKER_LAYER_GZIP, layers);
    }

    static String diffId(String layer) {
        return Digest.of(layer + " tar").value();
    }

    /** An index of these children; those of platform {@code unknown/unknown} are attestations. */
    @SafeVarargs
    static RawManifest index(Map.Entry<Platform, Digest>... children) {
        ObjectNode index = ImageContent.JSON.createObjectNode();
        index.put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        var manifests = index.putArray("manifests");
        for (Map.Entry<Platform, Digest> child : children) {
            manifests
                    .addObject()
                    .put("mediaType", MediaType.OCI_MANIFEST)
                    .put("digest", child.getValue().value())
                    .put("size", 2)
                    .putObject("platform")
                    .put("os", child.getKey().os())
                    .put("architecture", child.getKey().architecture());
        }
        return new RawManifest(MediaType.OCI_INDEX, ImageContent.bytes(index));
    }

    ImageContent content() {
        return ImageContent.of(
                new RawManifest(manifest.path("mediaType").asText(), ImageContent.bytes(manifest)),
                ImageContent.bytes(config));
    }
}
