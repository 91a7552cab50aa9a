package dev.cssc.common.layer;

import dev.cssc.common.image.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A regular file of a layer.
 *
 * @param identity digest of content, mode, owner and extended attributes; times have no part in it
 * @param attributes mode, owner and extended attributes as one text
 * @param beginning the first {@link #BEGINNING} bytes of it as text
 */
public record LayerFile(Digest identity, String attributes, String beginning) {
    /** Bytes of a file that are kept, far more than an os-release has. */
    public static final int BEGINNING = 16 * 1024;

    private static final int AT_ONCE = 1 << 16;

    /** True where {@link #beginning} may be less than all of it. */
    public boolean isLong() {
        return beginning.length() >= BEGINNING / 4;
    }

    /** Reads the content to its end. */
    static LayerFile of(String attributes, InputStream content) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        sha256.update((attributes + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] start = content.readNBytes(BEGINNING);
        sha256.update(start);
        byte[] buffer = new byte[AT_ONCE];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            sha256.update(buffer, 0, n);
        }
        return new LayerFile(Digest.ofHash(sha256.digest()), attributes, new String(start, StandardCharsets.UTF_8));
    }
}
