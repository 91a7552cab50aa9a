package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * POST that turns a token of Microsoft Entra into a refresh token of the registry (Azure/acr, {@code docs/AAD-OAuth.md}, "Calling POST
 * /oauth2/exchange").
 *
 * @param service as the registry's challenge names it; differs from the host for registries with a domain name label
 */
record ExchangeToken(String description, String service, Optional<String> tenant, String entraToken)
        implements RegistryOperation<Presented.IdentityToken> {
    private static final int LARGEST_ANSWER = 256 * 1024;

    @Override
    public Set<String> scopes() {
        return Set.of();
    }

    @Override
    public Request request(HttpUrl base) {
        FormBody.Builder form = new FormBody.Builder();
        form.add("grant_type", "access_token");
        form.add("service", service);
        tenant.ifPresent(id -> form.add("tenant", id));
        form.add("access_token", entraToken);
        return new Request.Builder()
                .url(base.newBuilder()
                        .addPathSegment("oauth2")
                        .addPathSegment("exchange")
                        .build())
                .post(form.build())
                .build();
    }

    @Override
    public Presented.IdentityToken answer(Response response) throws IOException {
        switch (response.code()) {
            case 200 -> {
                return refreshToken(response);
            }
            case 401, 403 ->
                throw Failure.of(
                                ReasonCode.REGISTRY_UNAUTHORIZED,
                                description + ": the registry answered " + response.code()
                                        + " to the identity's token" + UnexpectedAnswer.saying(response)
                                        + "; give the identity a role on this registry (AcrPull, AcrPush), and check its"
                                        + " tenant and whether the registry takes tokens of the configured audience")
                        .toException();
            case 404 ->
                throw Failure.of(
                                ReasonCode.REGISTRY_ERROR,
                                description + ": the registry has no /oauth2/exchange; it is no registry of Azure")
                        .toException();
            default -> throw UnexpectedAnswer.of(description, response);
        }
    }

    private Presented.IdentityToken refreshToken(Response response) throws IOException {
        String token;
        try {
            token = BoundedJson.parse(BoundedJson.body(description, response, LARGEST_ANSWER))
                    .path("refresh_token")
                    .asText("");
        } catch (JsonProcessingException e) {
            token = ""; // without the cause: it may quote the token
        }
        if (token.isEmpty()) {
            throw Failure.of(ReasonCode.REGISTRY_ERROR, description + ": the registry's answer holds no refresh token")
                    .toException();
        }
        return new Presented.IdentityToken(token, JsonWebToken.end(token));
    }

    @Override
    public String toString() {
        return "ExchangeToken[" + service + "]";
    }
}
