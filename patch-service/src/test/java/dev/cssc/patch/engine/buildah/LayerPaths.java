package dev.cssc.patch.engine.buildah;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The paths in a compressed layer, directories left out. Knows as much of tar as short paths take. */
final class LayerPaths {
    private static final int BLOCK = 512;

    private LayerPaths() {}

    static List<String> of(InputStream layer) throws IOException {
        List<String> paths = new ArrayList<>();
        try (DataInputStream tar = new DataInputStream(new GZIPInputStream(layer))) {
            byte[] header = new byte[BLOCK];
            while (true) {
                try {
                    tar.readFully(header);
                } catch (EOFException e) {
                    return paths;
                }
                if (header[0] == 0) {
                    return paths;
                }
                long size = Long.parseLong(text(header, 124, 12), 8);
                char type = (char) header[156];
                String prefix = text(header, 345, 155);
                if (type != '5' && type != 'x' && type != 'L') {
                    paths.add((prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100));
                }
                tar.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
            }
        }
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII).strip();
    }
}
