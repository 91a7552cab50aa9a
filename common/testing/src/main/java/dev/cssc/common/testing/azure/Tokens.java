package dev.cssc.common.testing.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Signed tokens (RFC 7519, RS256) with the signer's certificate in them, as docker-registry checks them. */
final class Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final OwnAuthority authority;
    private final String issuer;

    Tokens(OwnAuthority authority, String issuer) {
        this.authority = authority;
        this.issuer = issuer;
    }

    /** Claims of a token that lives so long from now; to be completed. */
    ObjectNode claims(String subject, String audience, Duration life) {
        long now = Instant.now().getEpochSecond();
        return JSON.createObjectNode()
                .put("iss", issuer)
                .put("sub", subject)
                .put("aud", audience)
                .put("nbf", now - 5)
                .put("iat", now)
                .put("exp", now + life.toSeconds())
                .put("jti", UUID.randomUUID().toString());
    }

    String signed(ObjectNode claims) {
        try {
            ObjectNode header = JSON.createObjectNode().put("typ", "JWT").put("alg", "RS256");
            header.putArray("x5c")
                    .add(Base64.getEncoder()
                            .encodeToString(authority.certificate().getEncoded()));
            String content = URL.encodeToString(JSON.writeValueAsBytes(header)) + "."
                    + URL.encodeToString(JSON.writeValueAsBytes(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(authority.key());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The claims, where the token is one of this issuer, for that audience, and not past its end. */
    Optional<JsonNode> verified(String token, String audience) {
        try {
            String[] parts = token.split("\\.", -1);
            if (parts.length != 3) {
                return Optional.empty();
            }
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(authority.certificate());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            boolean good = signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("iss").asText().equals(issuer)
                    && claims.path("aud").asText().equals(audience)
                    && claims.path("exp").asLong() > Instant.now().getEpochSecond();
            return good ? Optional.of(claims) : Optional.empty();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
