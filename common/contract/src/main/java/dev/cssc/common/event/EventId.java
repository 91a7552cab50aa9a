package dev.cssc.common.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Identity of an event, derived from its cause: a replay carries the same id, another attempt another one. UUID version 5 (RFC 9562 §5.5)
 * in a name space of the product's own.
 */
public final class EventId {
    private static final UUID NAMESPACE = UUID.fromString("6f1d3c1e-7d0b-5c58-9a43-0d8f2a1f6b77");

    private EventId() {}

    /**
     * The id of what this cause leads to.
     *
     * @param run the run
     * @param subject what it is about: a digest where one is known, else a name
     * @param step what happened, for example a state's name
     * @param attempt which try, from 1
     */
    public static UUID of(String run, String subject, String step, int attempt) {
        // The separator cannot occur in any of the parts, so two causes never run together into one name.
        return nameBased(String.join("\n", run, subject, step, Integer.toString(attempt)));
    }

    static UUID nameBased(String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long most = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x5000L;
        long least = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
