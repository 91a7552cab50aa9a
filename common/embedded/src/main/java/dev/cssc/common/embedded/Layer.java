package dev.cssc.common.embedded;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * One layer of an image: a compressed archive.
 *
 * @param digest of the compressed bytes, what the manifest names
 * @param diffId of the uncompressed bytes, what the configuration names
 * @param size of the compressed bytes
 * @param content where the compressed bytes are
 */
public record Layer(String digest, String diffId, long size, Content content) {

    /** Where a layer's bytes are. */
    public sealed interface Content {
        /** In a file. */
        record InFile(Path file) implements Content {}

        /** In memory. */
        @SuppressWarnings("ArrayRecordComponent") // nobody compares contents; layers are told apart by digest
        record InMemory(byte[] bytes) implements Content {}
    }

    /** The layer that a {@code .tar.gz} is. */
    public static Layer ofFile(Path archive) {
        try (InputStream bytes = Files.newInputStream(archive);
                InputStream packed = Files.newInputStream(archive);
                InputStream unpacked = new GZIPInputStream(packed, 1 << 16)) {
            return new Layer(sha256(bytes), sha256(unpacked), Files.size(archive), new Content.InFile(archive));
        } catch (IOException e) {
            throw new UncheckedIOException("the layer " + archive + " cannot be read", e);
        }
    }

    /** A layer of text files by path. The same files give the same digest. */
    public static Layer ofFiles(Map<String, String> files) {
        try {
            byte[] archive = tar(new TreeMap<>(files));
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(archive);
            }
            byte[] bytes = packed.toByteArray();
            return new Layer(sha256(bytes), sha256(archive), bytes.length, new Content.InMemory(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a layer of " + files.keySet() + " cannot be packed", e);
        }
    }

    private static byte[] tar(TreeMap<String, String> files) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(text.length);
                entry.setModTime(0L);
                tar.putArchiveEntry(entry);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
        return archive.toByteArray();
    }

    /** The text of a file in the layer, by its path without a leading {@code ./}; empty where the layer has no such file. */
    public Optional<String> text(String path) {
        try (InputStream packed = open();
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(packed, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                if (entry.isFile() && name.equals(path)) {
                    return Optional.of(new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the layer " + digest + " cannot be read", e);
        }
    }

    private InputStream open() throws IOException {
        return switch (content) {
            case Content.InFile(Path file) -> Files.newInputStream(file);
            case Content.InMemory(byte[] bytes) -> new ByteArrayInputStream(bytes);
        };
    }

    /** The bytes as the body of a request. */
    BodyPublisher body() {
        try {
            return switch (content) {
                case Content.InFile(Path file) -> BodyPublishers.ofFile(file);
                case Content.InMemory(byte[] bytes) -> BodyPublishers.ofByteArray(bytes);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("the layer " + digest + " is gone", e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return sha256(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(InputStream bytes) throws IOException {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                hash.update(buffer, 0, read);
            }
            return "sha256:" + HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
