package dev.cssc.bench;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** The images of {@link StandInRegistry}: one empty layer, which all of them have; a name in the manifest tells them apart. */
final class StandInImage {
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private static final byte[] TAR = new byte[1024];

    /** A second empty file, a block longer, so that it has another digest. */
    private static final byte[] PATCH_TAR = new byte[1536];

    /** The layer of each image. */
    static final byte[] LAYER = zipped(TAR);

    /** The layer that a patch adds. */
    static final byte[] PATCH_LAYER = zipped(PATCH_TAR);

    /** The configuration of each image. */
    static final byte[] CONFIG = config("\"" + Digest.of(TAR).value() + "\"");

    /** The configuration of each patched image. */
    static final byte[] PATCHED_CONFIG = config(
            "\"" + Digest.of(TAR).value() + "\",\"" + Digest.of(PATCH_TAR).value() + "\"");

    private StandInImage() {}

    /** Digest of the layer that each image has. */
    static String layerDigest() {
        return Digest.of(LAYER).value();
    }

    /** The manifest of the image of that name. */
    static byte[] manifest(String name) {
        return manifest(name, CONFIG, layer(LAYER));
    }

    /** The manifest of what a patch engine makes of that image. */
    static byte[] patched(byte[] source) {
        return manifest(
                "patch of " + Digest.of(source).value(), PATCHED_CONFIG, layer(LAYER) + "," + layer(PATCH_LAYER));
    }

    private static byte[] manifest(String name, byte[] config, String layers) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST_TYPE + "\",\"config\":"
                        + blob("application/vnd.oci.image.config.v1+json", config) + ",\"layers\":[" + layers
                        + "],\"annotations\":{\"dev.cssc.bench.name\":\"" + name + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String layer(byte[] layer) {
        return blob("application/vnd.oci.image.layer.v1.tar+gzip", layer);
    }

    private static String blob(String type, byte[] blob) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, Digest.of(blob).value(), blob.length);
    }

    private static byte[] config(String diffIds) {
        return """
            {"architecture":"%s","os":"linux","config":{"Cmd":["/app"]},"rootfs":{"type":"layers","diff_ids":[%s]}}""".formatted(Platform.host().architecture(), diffIds).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zipped(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("zipping in memory", e);
        }
        return bytes.toByteArray();
    }
}
