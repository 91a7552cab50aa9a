package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The one claim of a token (RFC 7519) that its bearer may rely on: when it ends. Signatures are for those who accept it. */
final class JsonWebToken {
    private JsonWebToken() {}

    /** The token's {@code exp}; empty where it has none or is no such token. */
    static Optional<Instant> end(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode end =
                    BoundedJson.parse(Base64.getUrlDecoder().decode(parts[1])).path("exp");
            return end.isNumber() ? Optional.of(Instant.ofEpochSecond(end.longValue())) : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // an opaque token that happens to have two dots
        }
    }
}
