package dev.cssc.common.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The identity of bytes: {@code sha256:} and 64 lower-case hexadecimal characters (OCI image-spec, descriptor.md, "Registered
 * algorithms"). Other algorithms are refused: no registry this product talks to uses them for manifests.
 */
public record Digest(@JsonValue String value) implements Comparable<Digest> {
    private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException where the text is no sha256 digest
     */
    @JsonCreator
    public Digest {
        if (value.length() != 71 || !SHA256.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a sha256 digest: " + value.substring(0, Math.min(80, value.length())));
        }
    }

    /** The digest in this text, or empty where it is none. */
    public static Optional<Digest> parse(String text) {
        return text.length() == 71 && SHA256.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] bytes) {
        return ofHash(sha256().digest(bytes));
    }

    /** The digest of this text in UTF-8. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest whose hash was computed elsewhere, for example over a stream by {@link #sha256()}. */
    public static Digest ofHash(byte[] hash) {
        return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    }

    /** A fresh SHA-256 computation. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The 64 hexadecimal characters. */
    public String hex() {
        return value.substring(7);
    }

    /** The first twelve hexadecimal characters: enough for a person to recognise it, never an identity. */
    public String abbreviated() {
        return value.substring(7, 19);
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
