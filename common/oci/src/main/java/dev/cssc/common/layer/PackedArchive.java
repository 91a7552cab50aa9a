package dev.cssc.common.layer;

import dev.cssc.common.registry.MediaType;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** How a layer's archive is packed, as its descriptor's media type says it (OCI image-spec, layer.md; Docker image manifest v2). */
enum PackedArchive {
    PLAIN,
    GZIP(0x1f, 0x8b),
    ZSTD(0x28, 0xb5, 0x2f, 0xfd);

    private static final String DOCKER_TAR = "application/vnd.docker.image.rootfs.diff.tar";
    private static final String OCI_TAR = "application/vnd.oci.image.layer.v1.tar";
    private static final int LONGEST_MAGIC = 4;

    private final byte[] magic;

    PackedArchive(int... magic) {
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    /** As the type says; empty where it is of no layer that can be read. */
    static Optional<PackedArchive> of(String mediaType) {
        return switch (mediaType) {
            case OCI_TAR, DOCKER_TAR -> Optional.of(PLAIN);
            case MediaType.OCI_LAYER_GZIP, MediaType.DOCKER_LAYER_GZIP -> Optional.of(GZIP);
            case OCI_TAR + "+zstd", DOCKER_TAR + ".zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /** As the first bytes say, which stay to be read. */
    static PackedArchive of(BufferedInputStream packed) throws IOException {
        packed.mark(LONGEST_MAGIC);
        byte[] start = packed.readNBytes(LONGEST_MAGIC);
        packed.reset();
        return startsWith(start, GZIP.magic) ? GZIP : startsWith(start, ZSTD.magic) ? ZSTD : PLAIN;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    /**
     * The archive, all of its parts where it was packed in several.
     *
     * @throws IOException also where there is no library for it here
     */
    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case PLAIN -> packed;
            case GZIP -> new GzipCompressorInputStream(packed, true);
            case ZSTD -> {
                if (!ZstdUtils.isZstdCompressionAvailable()) {
                    throw new IOException("it is compressed with zstd, for which there is no library here");
                }
                yield new ZstdCompressorInputStream(packed);
            }
        };
    }
}
