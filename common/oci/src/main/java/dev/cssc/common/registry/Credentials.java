package dev.cssc.common.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user of a registry. The secret appears in no text form of this record.
 *
 * @param username user name, or what the registry takes in its place
 * @param secret password or token
 */
public record Credentials(String username, String secret) {

    /** {@code base64(username:secret)} as HTTP Basic (RFC 7617) and Docker's {@code config.json} have it. */
    String basic() {
        return Base64.getEncoder().encodeToString((username + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Credentials[" + username + ", ***]";
    }
}
