package dev.cssc.common.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes to upload; can be opened again where the upload is sent again after a challenge. */
interface BlobSource {

    /** Number of bytes, or -1 where it is not known beforehand. */
    long size() throws IOException;

    /** The bytes from their beginning. The caller closes the stream. */
    InputStream open() throws IOException;

    static BlobSource of(byte[] content) {
        return new BlobSource() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(content);
            }
        };
    }

    static BlobSource of(Path file) {
        return new BlobSource() {
            @Override
            public long size() throws IOException {
                return Files.size(file);
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
