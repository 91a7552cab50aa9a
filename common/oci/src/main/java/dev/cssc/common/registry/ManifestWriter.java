package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.image.Platform;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Composes manifests and indexes in OCI's form. The same input gives the same bytes, hence the same digest: fields in the order of the
 * image-spec, annotations by key, no white space.
 */
public final class ManifestWriter {
    private ManifestWriter() {}

    /** An image manifest (OCI image-spec, manifest.md). */
    public static RawManifest manifest(Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
        ObjectNode tree = document(MediaType.OCI_MANIFEST);
        tree.set("config", descriptor(config));
        ArrayNode list = tree.putArray("layers");
        layers.forEach(layer -> list.add(descriptor(layer)));
        annotate(tree, annotations);
        return new RawManifest(MediaType.OCI_MANIFEST, BoundedJson.write(tree));
    }

    /** An index (OCI image-spec, image-index.md). */
    public static RawManifest index(List<Descriptor> manifests, Map<String, String> annotations) {
        ObjectNode tree = document(MediaType.OCI_INDEX);
        ArrayNode list = tree.putArray("manifests");
        manifests.forEach(child -> list.add(descriptor(child)));
        annotate(tree, annotations);
        return new RawManifest(MediaType.OCI_INDEX, BoundedJson.write(tree));
    }

    private static ObjectNode document(String mediaType) {
        return JsonNodeFactory.instance.objectNode().put("schemaVersion", 2).put("mediaType", mediaType);
    }

    private static ObjectNode descriptor(Descriptor descriptor) {
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", descriptor.mediaType())
                .put("digest", descriptor.digest().value())
                .put("size", descriptor.size());
        descriptor.platform().ifPresent(platform -> tree.set("platform", platform(platform)));
        descriptor.artifactType().ifPresent(type -> tree.put("artifactType", type));
        annotate(tree, descriptor.annotations());
        return tree;
    }

    private static ObjectNode platform(Platform platform) {
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("architecture", platform.architecture())
                .put("os", platform.os());
        platform.variant().ifPresent(variant -> tree.put("variant", variant));
        return tree;
    }

    private static void annotate(ObjectNode tree, Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            ObjectNode map = tree.putObject("annotations");
            new TreeMap<>(annotations).forEach(map::put);
        }
    }
}
