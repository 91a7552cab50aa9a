package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a realm for a token (distribution: token authentication specification). Credentials go to the realm, which the caller has checked.
 */
record FetchToken(
        String description,
        HttpUrl realm,
        Optional<String> service,
        Set<String> scopes,
        Optional<Credentials> credentials)
        implements RegistryOperation<FetchToken.Token> {
    private static final int LARGEST_ANSWER = 256 * 1024;

    /** What a token lives where the realm does not say (same specification). */
    private static final long DEFAULT_SECONDS = 60;

    /** A token and how long it is good for. */
    record Token(String value, Duration life) {
        @Override
        public String toString() {
            return "Token[***, " + life + "]";
        }
    }

    @Override
    public Request request(HttpUrl base) {
        HttpUrl.Builder url = realm.newBuilder();
        service.ifPresent(s -> url.addQueryParameter("service", s));
        scopes.stream().sorted().forEach(scope -> url.addQueryParameter("scope", scope));
        Request.Builder request = new Request.Builder().url(url.build()).get();
        credentials.ifPresent(c -> request.header("Authorization", "Basic " + c.basic()));
        return request.build();
    }

    @Override
    public Token answer(Response response) throws IOException {
        if (response.code() != 200) {
            throw UnexpectedAnswer.of(description, response);
        }
        JsonNode answer;
        try {
            answer = BoundedJson.parse(BoundedJson.body(description, response, LARGEST_ANSWER));
        } catch (JsonProcessingException e) {
            throw noToken(); // without the cause: it may quote the token
        }
        String token = answer.path("token").asText(answer.path("access_token").asText(""));
        if (token.isEmpty()) {
            throw noToken();
        }
        long seconds = answer.path("expires_in").asLong(DEFAULT_SECONDS);
        return new Token(token, Duration.ofSeconds(Math.clamp(seconds, DEFAULT_SECONDS, 86_400)));
    }

    private RuntimeException noToken() {
        return Failure.of(ReasonCode.REGISTRY_ERROR, description + ": the realm's answer holds no token")
                .toException();
    }
}
