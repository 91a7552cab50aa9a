package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Docker's {@code config.json}, read as Docker's own command line reads it: a helper named for the registry comes first, then the helper for
 * all, then what stands in the file under the registry's key.
 */
final class DockerConfigFile {
    private static final int LARGEST = 1024 * 1024;

    private final Path file;

    DockerConfigFile(Path file) {
        this.file = file;
    }

    /**
     * What the file has for that registry.
     *
     * @param key the registry as Docker keys it: host and port, for Docker Hub {@code https://index.docker.io/v1/}
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#CREDENTIALS_UNUSABLE} where the file or a helper cannot be used;
     *     to go on without credentials would be to fail later for another reason
     */
    Presented presented(String key) {
        JsonNode config = read();
        String helper = config.path("credHelpers")
                .path(key)
                .asText(config.path("credsStore").asText(""));
        if (!helper.isEmpty()) {
            return new HelperProgram(helper).get(key);
        }
        return entry(config.path("auths"), key).map(this::decoded).orElseGet(Presented.Nothing::new);
    }

    private JsonNode read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw unusable("it has more than " + LARGEST + " bytes");
            }
            JsonNode config = BoundedJson.parse(content);
            if (!config.isObject()) {
                throw unusable("it holds no JSON object");
            }
            return config;
        } catch (IOException e) {
            // Without its message: a parser quotes what it stumbled over.
            throw unusable("it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** By the key itself, else by the host of a key that is an address, as Docker does for files of its early versions. */
    private static Optional<JsonNode> entry(JsonNode auths, String key) {
        if (auths.has(key)) {
            return Optional.of(auths.get(key));
        }
        for (Iterator<Map.Entry<String, JsonNode>> all = auths.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> one = all.next();
            if (hostOf(one.getKey()).equals(key)) {
                return Optional.of(one.getValue());
            }
        }
        return Optional.empty();
    }

    private static String hostOf(String key) {
        return key.replaceFirst("^https?://", "").split("/", 2)[0];
    }

    private Presented decoded(JsonNode entry) {
        String registryToken = entry.path("registrytoken").asText("");
        if (!registryToken.isEmpty()) {
            return new Presented.RegistryToken(registryToken);
        }
        String identityToken = entry.path("identitytoken").asText("");
        if (!identityToken.isEmpty()) {
            return new Presented.IdentityToken(identityToken, JsonWebToken.end(identityToken));
        }
        String auth = entry.path("auth").asText("");
        if (!auth.isEmpty()) {
            return new Presented.User(basic(auth));
        }
        String username = entry.path("username").asText("");
        return username.isEmpty()
                ? new Presented.Nothing()
                : new Presented.User(
                        new Credentials(username, entry.path("password").asText("")));
    }

    private Credentials basic(String auth) {
        try {
            String decoded = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon > 0) {
                // Docker: older versions padded the password with zero bytes
                return new Credentials(
                        decoded.substring(0, colon),
                        decoded.substring(colon + 1).replaceAll("^\0+|\0+$", ""));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw unusable("an entry's 'auth' is not base64 of user:password");
    }

    private RuntimeException unusable(String why) {
        return Failure.of(ReasonCode.CREDENTIALS_UNUSABLE, "reading Docker's configuration " + file + ": " + why)
                .toException();
    }
}
