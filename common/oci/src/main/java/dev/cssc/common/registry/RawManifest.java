package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;

/**
 * A manifest or index as its exact bytes: what a digest is computed over. Never re-serialised on the way through.
 *
 * @param mediaType as declared by the registry (or to be declared on upload)
 * @param content the bytes; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are the identity; equality is by digest
public record RawManifest(String mediaType, byte[] content) {

    /** Digest of the bytes. */
    public Digest digest() {
        return Digest.of(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawManifest that && digest().equals(that.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return mediaType + " " + digest();
    }
}
