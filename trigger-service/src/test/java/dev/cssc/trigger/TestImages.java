package dev.cssc.trigger;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Makes small images that a real registry takes. */
public record TestImages(RegistryClient registry, Repository repository) {

    /** An image of its own under that tag. */
    public Digest push(String tag) {
        return push(tag, "", List.of("layer of " + tag));
    }

    /** An image under {@code SOURCE-N} that says by annotation that it was made from that source when it had this digest. */
    public Digest pushPatch(String tag, Digest source) {
        String name = repository + ":" + tag.substring(0, tag.lastIndexOf('-'));
        return push(
                tag,
                ",\"annotations\":{\"%s\":\"%s\",\"%s\":\"%s\"}"
                        .formatted(Lineage.BASE_NAME, name, Lineage.BASE_DIGEST, source),
                List.of("patch " + tag));
    }

    /** An image with these layers and no annotation. */
    public Digest push(String tag, List<String> layers) {
        return push(tag, "", layers);
    }

    private Digest push(String tag, String annotations, List<String> layers) {
        Digest config = registry.putBlob(repository, bytes("{\"architecture\":\"amd64\",\"os\":\"linux\"}"));
        String blobs = layers.stream()
                .map(layer -> "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                        .formatted(
                                MediaType.OCI_LAYER_GZIP,
                                registry.putBlob(repository, bytes(layer)),
                                bytes(layer).length))
                .collect(Collectors.joining(","));
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":39},"layers":[%s]%s}""".formatted(MediaType.OCI_MANIFEST, MediaType.OCI_CONFIG, config, blobs, annotations);
        return registry.putManifest(repository, new Tag(tag), new RawManifest(MediaType.OCI_MANIFEST, bytes(manifest)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
