package dev.cssc.common.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A file in a registry, as OCI artifacts keep one: a manifest with an empty configuration and one layer that names the file.
 *
 * @param configType media type of the configuration, which says what the artifact is
 * @param contentType media type of the file
 * @param title the file's name ({@code org.opencontainers.image.title})
 * @param content the file
 */
public record OciArtifact(String configType, String contentType, String title, Layer content) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    /**
     * Puts it into a registry that speaks plain HTTP without credentials, as embedded ones do.
     *
     * @param registry {@code host:port}
     * @return the manifest's digest
     */
    public String push(String registry, String repository, String tag) {
        PlainRegistry target = new PlainRegistry(registry, repository);
        target.putBlob(content.digest(), content.body());
        target.putBlob(EMPTY);
        return target.putManifest(tag, ImageBuild.MANIFEST_TYPE, manifest());
    }

    private byte[] manifest() {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("schemaVersion", 2).put("mediaType", ImageBuild.MANIFEST_TYPE);
        manifest.putObject("config")
                .put("mediaType", configType)
                .put("digest", Layer.sha256(EMPTY))
                .put("size", EMPTY.length);
        manifest.putArray("layers")
                .addObject()
                .put("mediaType", contentType)
                .put("digest", content.digest())
                .put("size", content.size())
                .putObject("annotations")
                .put("org.opencontainers.image.title", title);
        try {
            return JSON.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the manifest of " + title + " cannot be written", e);
        }
    }
}
