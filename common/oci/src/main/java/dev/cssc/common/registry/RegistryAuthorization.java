package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.Response;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one registry wants to see in {@code Authorization}. Nothing is sent before it asked: the first request goes without, its challenge
 * says Basic or Bearer, and later requests bring it along. Tokens are kept by scope until shortly before they expire.
 */
final class RegistryAuthorization {
    /** A token is renewed this long before its end, so that it does not end on the way. */
    private static final Duration LEEWAY = Duration.ofSeconds(10);

    /** Scopes whose tokens are kept; beyond it all are forgotten, which costs a request each. */
    private static final int MOST_GRANTS = 2_000;

    private final RegistrySettings settings;
    private final RegistryAllowList allowed;
    private final Transport transport;
    private final InstantSource clock;
    private final CredentialSupply supply;
    private final Map<Set<String>, Grant> grants = new ConcurrentHashMap<>();
    private volatile boolean wantsBasic;

    RegistryAuthorization(
            RegistrySettings settings,
            RegistryAllowList allowed,
            Transport transport,
            InstantSource clock,
            CredentialSupply supply) {
        this.settings = settings;
        this.allowed = allowed;
        this.transport = transport;
        this.clock = clock;
        this.supply = supply;
    }

    /** What was granted for one set of scopes, and where to ask again. */
    private record Grant(Realm realm, Set<String> scopes, String token, Optional<Instant> end) {
        @Override
        public String toString() {
            return "Grant[" + scopes + " until " + end + "]";
        }
    }

    /** The header's value that is known to be wanted, before the registry asks again. */
    Optional<String> known(RegistryOperation<?> operation) {
        if (wantsBasic) {
            return basic(operation.description());
        }
        Grant grant = grants.get(operation.scopes());
        if (grant == null) {
            return Optional.empty();
        }
        Instant soon = clock.instant().plus(LEEWAY);
        if (grant.end().filter(end -> end.isBefore(soon)).isPresent()) {
            grant = ask(operation.description(), operation.scopes(), grant.realm(), grant.scopes());
        }
        return Optional.of("Bearer " + grant.token());
    }

    /**
     * The header's value that answers the challenges of a 401.
     *
     * @throws FailureException {@link ReasonCode#REGISTRY_UNAUTHORIZED} where we have nothing to answer with
     */
    String answer(RegistryOperation<?> operation, Response unauthorized) {
        String description = operation.description();
        Optional<Realm> realm = Realm.of(description, unauthorized);
        if (realm.isPresent()) {
            // Ours and the registry's: some want more than the documented scope for an operation (ACR: metadata_read
            // for
            // tags).
            Set<String> scopes = Scopes.united(operation.scopes(), realm.get().scopes());
            return "Bearer "
                    + ask(description, operation.scopes(), realm.get(), scopes).token();
        }
        boolean basic =
                unauthorized.challenges().stream().anyMatch(c -> c.scheme().equalsIgnoreCase("Basic"));
        if (!basic) {
            throw unauthorized(description + ": the registry answered 401 without a challenge this client can answer");
        }
        Optional<String> header = basic(description);
        wantsBasic = header.isPresent();
        return header.orElseThrow(
                () -> unauthorized(description + ": registry " + settings.host() + " wants a user and a password, and "
                        + switch (settings.credentials()) {
                            case CredentialSource.Anonymous() -> "none are configured";
                            case CredentialSource.StaticUser(var name, var secret) -> "there is none";
                            case CredentialSource.DockerConfig(var file) -> file + " has none for it";
                            case CredentialSource.AzureIdentity(var azure) -> "there is only an identity of Entra";
                        }));
    }

    /** User and password as the header has them; empty where there is nothing of that kind to show. */
    private Optional<String> basic(String description) {
        return switch (supply.present(description, Optional.empty(), clock.instant())) {
            case Presented.User(Credentials user) -> Optional.of("Basic " + user.basic());
            case Presented.Nothing() -> Optional.empty();
            case Presented.IdentityToken(var token, var end) -> Optional.empty();
            case Presented.RegistryToken(var token) -> Optional.empty();
        };
    }

    /** What a 401 means that came although something was shown. */
    FailureException refused(RegistryOperation<?> operation, Response response) {
        supply.forget();
        grants.remove(operation.scopes());
        String detail = operation.description() + ": the registry answered 401" + UnexpectedAnswer.saying(response);
        Optional<Realm> realm = Realm.of(operation.description(), response);
        if (realm.isEmpty()) {
            return unauthorized(detail + " to the configured credentials");
        }
        if (settings.credentials() instanceof CredentialSource.Anonymous) {
            return unauthorized(detail + " to an anonymous token; no credentials are configured");
        }
        String error = realm.get().error().orElse("");
        boolean azure = settings.credentials() instanceof CredentialSource.AzureIdentity;
        // Azure answers 401, not 403, where a good token lacks the scope.
        if (error.equals("insufficient_scope") || (azure && !error.equals("invalid_token"))) {
            return Failure.of(
                            ReasonCode.REGISTRY_FORBIDDEN,
                            detail + ": the token that its realm gave lacks a right of " + operation.scopes()
                                    + (azure
                                            ? "; give the identity the role (AcrPull to read, AcrPush to write too)"
                                            : ""))
                    .toException();
        }
        return unauthorized(detail + " to the token that its realm gave");
    }

    /**
     * What can be shown to the registry until then, by somebody else than this client.
     *
     * @param realm of the registry's challenge, where it has one
     */
    Presented present(String description, Optional<Realm> realm, Instant until) {
        return supply.present(description, realm.flatMap(Realm::service), until);
    }

    /** A fresh token for these scopes, for somebody else than this client. */
    FetchToken.Token mint(String description, Realm realm, Set<String> scopes, Presented presented) {
        return fetch(description, realm, scopes, presented);
    }

    private Grant ask(String description, Set<String> key, Realm realm, Set<String> scopes) {
        allowed.requireRealm(description + ", fetching a token", realm.url());
        Presented shown = supply.present(description, realm.service(), clock.instant());
        if (shown instanceof Presented.RegistryToken(String token)) {
            return keep(key, new Grant(realm, scopes, token, JsonWebToken.end(token)));
        }
        FetchToken.Token token;
        try {
            token = fetch(description, realm, scopes, shown);
        } catch (FailureException e) {
            if (!(shown instanceof Presented.IdentityToken) || !isAboutRights(e)) {
                throw e;
            }
            // It may have been withdrawn before its end. A new one settles it.
            supply.forget();
            token = fetch(description, realm, scopes, supply.present(description, realm.service(), clock.instant()));
        }
        return keep(key, new Grant(realm, scopes, token.value(), Optional.of(token.end(clock.instant()))));
    }

    private FetchToken.Token fetch(String doing, Realm realm, Set<String> scopes, Presented presented) {
        String description = doing + ", fetching a token";
        allowed.requireRealm(description, realm.url());
        FetchToken fetch = new FetchToken(description, realm.url(), realm.service(), scopes, presented);
        try (Response response = transport.send(fetch, fetch.request(realm.url()))) {
            boolean azure = settings.credentials() instanceof CredentialSource.AzureIdentity;
            if (azure && response.code() == 401) {
                // The exchange accepted the identity a moment ago, so it is the scope that is refused.
                throw Failure.of(
                                ReasonCode.REGISTRY_FORBIDDEN,
                                description + ": the registry answered 401" + UnexpectedAnswer.saying(response)
                                        + " for " + new TreeSet<>(scopes)
                                        + "; give the identity the role (AcrPull to read, AcrPush to write too)")
                        .toException();
            }
            return fetch.answer(response);
        } catch (IOException e) {
            throw Transport.failure(description, realm.url().host(), e);
        }
    }

    private Grant keep(Set<String> key, Grant grant) {
        if (grants.size() >= MOST_GRANTS) {
            grants.clear();
        }
        grants.put(key, grant);
        return grant;
    }

    private static boolean isAboutRights(FailureException e) {
        return e.failure().reason() == ReasonCode.REGISTRY_UNAUTHORIZED
                || e.failure().reason() == ReasonCode.REGISTRY_FORBIDDEN;
    }

    private static FailureException unauthorized(String detail) {
        return Failure.of(ReasonCode.REGISTRY_UNAUTHORIZED, detail).toException();
    }
}
