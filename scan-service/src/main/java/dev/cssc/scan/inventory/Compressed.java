package dev.cssc.scan.inventory;

import dev.cssc.common.event.EventCodec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Values as gzipped JSON in base64: the form in which they pass between here and a {@code bytea} column. */
public final class Compressed {

    private Compressed() {}

    /** The value's form; for {@code decode(…, 'base64')}. */
    static String json(Object value) {
        try {
            return bytes(EventCodec.mapper().writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + value.getClass().getSimpleName(), e);
        }
    }

    /** The same of bytes that are JSON already. */
    static String bytes(byte[] content) throws IOException {
        return stream(new ByteArrayInputStream(content));
    }

    /** The same of a file that is JSON already. */
    static String file(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return stream(content);
        }
    }

    private static String stream(InputStream content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new Fast(out)) {
            content.transferTo(gzip);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /** Reads the value; from {@code encode(…, 'base64')}, which breaks lines. */
    public static <T> T read(String base64, Class<T> form) {
        try (GZIPInputStream gzip = open(base64)) {
            return EventCodec.mapper().readValue(gzip, form);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a stored " + form.getSimpleName(), e);
        }
    }

    /** The bytes themselves. */
    static byte[] read(String base64) {
        try (GZIPInputStream gzip = open(base64)) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading what is stored", e);
        }
    }

    /** Half the time for a sixth more of space: reports are half a megabyte for each image. */
    private static final class Fast extends GZIPOutputStream {
        private static final int LEVEL = 3;

        private Fast(ByteArrayOutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(LEVEL);
        }
    }

    private static GZIPInputStream open(String base64) throws IOException {
        return new GZIPInputStream(
                new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)));
    }
}
