package dev.cssc.common.registry;

import java.time.Instant;
import java.util.Optional;

/** What we have to show at one registry, at this moment. No text form shows a secret. */
sealed interface Presented {

    /** Nothing: anonymous. */
    record Nothing() implements Presented {}

    /** User and password, for HTTP Basic: to the registry itself, or to its realm for a token. */
    record User(Credentials credentials) implements Presented {}

    /**
     * A token that the realm exchanges for access tokens (distribution: "Token Authentication Implementation", OAuth2 form;
     * {@code identitytoken} of Docker's configuration; Azure's refresh token).
     *
     * @param end when it ends, where it says so
     */
    record IdentityToken(String token, Optional<Instant> end) implements Presented {
        @Override
        public String toString() {
            return "IdentityToken[*** until " + end.map(Instant::toString).orElse("?") + "]";
        }
    }

    /** A token for the registry itself, used as it is ({@code registrytoken} of Docker's configuration). */
    record RegistryToken(String token) implements Presented {
        @Override
        public String toString() {
            return "RegistryToken[***]";
        }
    }
}
