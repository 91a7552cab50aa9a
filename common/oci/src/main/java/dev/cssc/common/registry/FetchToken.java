package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks a realm for a token (distribution: token authentication specification): by GET with user and password or anonymously, by POST where
 * there is an identity token to exchange. What is shown goes to the realm, which the caller has checked.
 */
record FetchToken(String description, HttpUrl realm, Optional<String> service, Set<String> scopes, Presented presented)
        implements RegistryOperation<FetchToken.Token> {
    private static final int LARGEST_ANSWER = 256 * 1024;

    /** What a token lives where neither it nor the realm says (same specification). */
    private static final long DEFAULT_SECONDS = 60;

    /** Names this client to realms that want to know (same specification, OAuth2 form). */
    private static final String CLIENT_ID = "cssc";

    /** A token, how long the realm says it is good for, and until when it says so itself. */
    record Token(String value, Duration life, Optional<Instant> end) {
        @Override
        public String toString() {
            return "Token[***, " + life + "]";
        }

        /** The earlier of both ends: the token's own counts, and clocks may differ. */
        Instant end(Instant now) {
            Instant promised = now.plus(life);
            return end.filter(own -> own.isBefore(promised)).orElse(promised);
        }
    }

    @Override
    public Request request(HttpUrl base) {
        return switch (presented) {
            case Presented.Nothing() -> get().build();
            case Presented.User(Credentials user) ->
                get().header("Authorization", "Basic " + user.basic()).build();
            case Presented.IdentityToken(String token, var end) -> post(token);
            case Presented.RegistryToken(var token) ->
                throw new IllegalStateException("a registry token is not exchanged");
        };
    }

    private Request.Builder get() {
        HttpUrl.Builder url = realm.newBuilder();
        service.ifPresent(s -> url.addQueryParameter("service", s));
        sorted().forEach(scope -> url.addQueryParameter("scope", scope));
        return new Request.Builder().url(url.build()).get();
    }

    private Request post(String identityToken) {
        FormBody.Builder form = new FormBody.Builder();
        form.add("grant_type", "refresh_token");
        service.ifPresent(s -> form.add("service", s));
        form.add("client_id", CLIENT_ID);
        if (!scopes.isEmpty()) {
            // One parameter, as BuildKit and containerd send it, also to Azure.
            form.add("scope", String.join(" ", sorted()));
        }
        form.add("refresh_token", identityToken);
        return new Request.Builder().url(realm).post(form.build()).build();
    }

    private Set<String> sorted() {
        return new TreeSet<>(scopes);
    }

    @Override
    public Set<String> scopes() {
        return scopes;
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
        Optional<Instant> end = JsonWebToken.end(token);
        long unsaid = end.isPresent() ? 86_400 : DEFAULT_SECONDS;
        long seconds = answer.path("expires_in").asLong(unsaid);
        return new Token(token, Duration.ofSeconds(Math.clamp(seconds, DEFAULT_SECONDS, 86_400)), end);
    }

    private RuntimeException noToken() {
        return Failure.of(ReasonCode.REGISTRY_ERROR, description + ": the realm's answer holds no token")
                .toException();
    }
}
