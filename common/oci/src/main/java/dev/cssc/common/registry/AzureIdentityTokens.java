package dev.cssc.common.registry;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.AzureSettings.Identity;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens by way of azure-identity, which keeps them and renews them ahead of their end. The one class that knows its credentials. */
final class AzureIdentityTokens implements EntraTokens {
    /** Entra's own code and sentence; a trace id and a time follow. */
    private static final Pattern AADSTS = Pattern.compile("(AADSTS\\d{4,9}):?([^\\r\\n]{0,300})");

    /** Entra's codes for its own trouble: transient error, temporarily unavailable, throttled (Microsoft's list of AADSTS codes). */
    private static final Pattern PASSING = Pattern.compile("AADSTS(?:90033|90055|50196|90012|900144)");

    private static final RetryOptions RETRIES = new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(500)));
    private static final int MOST_SAID = 300;

    private final AzureSettings azure;
    private final HttpClient http;
    private Optional<Signed> signed = Optional.empty();

    AzureIdentityTokens(RegistrySettings registry, AzureSettings azure) {
        this.azure = azure;
        this.http = new AzureHttp(registry, azure);
    }

    /** A credential and the secret it was made with. */
    private record Signed(TokenCredential credential, Optional<String> secret) {
        @Override
        public String toString() {
            return "Signed[***]";
        }
    }

    @Override
    public String token(String description) {
        TokenCredential credential = credential();
        try {
            return credential
                    .getTokenSync(new TokenRequestContext().addScopes(azure.scope()))
                    .getToken();
        } catch (RuntimeException e) {
            throw refused(description, e);
        }
    }

    /** The one at hand, unless the secret was rotated meanwhile. */
    private synchronized TokenCredential credential() {
        Optional<String> secret = azure.identity() instanceof Identity.ServicePrincipal(var id, Secret kept)
                ? Optional.of(kept.read())
                : Optional.empty();
        Signed current = signed.filter(s -> s.secret().equals(secret))
                .orElseGet(() -> new Signed(made(secret.orElse("")), secret));
        signed = Optional.of(current);
        return current.credential();
    }

    /** Authorities are configured, so that asking the public one whether they are known would only tell it about them. */
    private TokenCredential made(String secret) {
        return switch (azure.identity()) {
            case Identity.Workload(Optional<String> client, var file) -> {
                WorkloadIdentityCredentialBuilder builder = new WorkloadIdentityCredentialBuilder()
                        .authorityHost(azure.authority())
                        .disableInstanceDiscovery()
                        .retryOptions(RETRIES)
                        .httpClient(http);
                azure.tenant().ifPresent(builder::tenantId);
                client.ifPresent(builder::clientId);
                file.ifPresent(path -> builder.tokenFilePath(path.toString()));
                yield builder.build();
            }
            case Identity.Managed(Optional<String> client) -> {
                ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder()
                        .retryOptions(RETRIES)
                        .httpClient(http);
                client.ifPresent(builder::clientId);
                yield builder.build();
            }
            case Identity.ServicePrincipal(String client, var kept) ->
                new ClientSecretCredentialBuilder()
                        .authorityHost(azure.authority())
                        .disableInstanceDiscovery()
                        .retryOptions(RETRIES)
                        .httpClient(http)
                        .tenantId(azure.tenant().orElse(""))
                        .clientId(client)
                        .clientSecret(secret)
                        .build();
            case Identity.Default(Optional<String> client) -> {
                DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder()
                        .authorityHost(azure.authority())
                        .disableInstanceDiscovery()
                        .retryOptions(RETRIES)
                        .httpClient(http);
                azure.tenant().ifPresent(builder::tenantId);
                client.ifPresent(id -> builder.managedIdentityClientId(id).workloadIdentityClientId(id));
                yield builder.build();
            }
        };
    }

    /** Without the exception as cause: what azure-identity quotes in it is not ours to vouch for. */
    private static FailureException refused(String description, RuntimeException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            Matcher said = AADSTS.matcher(String.valueOf(t.getMessage()));
            if (said.find()) {
                ReasonCode reason = PASSING.matcher(said.group(1)).matches()
                        ? ReasonCode.IDENTITY_UNAVAILABLE
                        : ReasonCode.IDENTITY_REFUSED;
                return Failure.of(
                                reason,
                                description + ": Entra answers " + said.group(1) + ":" + sentence(said.group(2)))
                        .toException();
            }
        }
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return Failure.of(ReasonCode.IDENTITY_UNAVAILABLE, description + ": Entra: " + Unreachable.why(io))
                        .toException();
            }
        }
        return Failure.of(ReasonCode.IDENTITY_UNAVAILABLE, description + ":" + sentence(String.valueOf(e.getMessage())))
                .toException();
    }

    private static String sentence(String text) {
        String clean =
                text.replaceAll("\\\\[rn]", " ").replaceAll("\\p{Cntrl}+", " ").strip();
        return " " + clean.substring(0, Math.min(MOST_SAID, clean.length()));
    }
}
