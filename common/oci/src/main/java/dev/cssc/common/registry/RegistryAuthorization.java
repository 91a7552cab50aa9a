package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.Challenge;
import okhttp3.HttpUrl;
import okhttp3.Response;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    private final Map<Set<String>, Grant> grants = new ConcurrentHashMap<>();
    private volatile boolean wantsBasic;

    RegistryAuthorization(
            RegistrySettings settings, RegistryAllowList allowed, Transport transport, InstantSource clock) {
        this.settings = settings;
        this.allowed = allowed;
        this.transport = transport;
        this.clock = clock;
    }

    /** What was granted for one set of scopes, and where to ask again. */
    private record Grant(HttpUrl realm, Optional<String> service, Set<String> scopes, String token, Instant end) {
        @Override
        public String toString() {
            return "Grant[" + scopes + " until " + end + "]";
        }
    }

    /** The header's value that is known to be wanted, before the registry asks again. */
    Optional<String> known(RegistryOperation<?> operation) {
        if (wantsBasic) {
            return settings.credentials().map(c -> "Basic " + c.basic());
        }
        Grant grant = grants.get(operation.scopes());
        if (grant == null) {
            return Optional.empty();
        }
        if (grant.end().minus(LEEWAY).isBefore(clock.instant())) {
            grant = ask(operation, grant.realm(), grant.service(), grant.scopes());
        }
        return Optional.of("Bearer " + grant.token());
    }

    /**
     * The header's value that answers the challenges of a 401.
     *
     * @throws FailureException {@link ReasonCode#REGISTRY_UNAUTHORIZED} where we have nothing to answer with
     */
    String answer(RegistryOperation<?> operation, Response unauthorized) {
        List<Challenge> challenges = unauthorized.challenges();
        Optional<Challenge> bearer = challenges.stream()
                .filter(c -> c.scheme().equalsIgnoreCase("Bearer"))
                .findFirst();
        if (bearer.isPresent()) {
            return "Bearer " + bearer(operation, bearer.get()).token();
        }
        boolean basic = challenges.stream().anyMatch(c -> c.scheme().equalsIgnoreCase("Basic"));
        if (basic && settings.credentials().isPresent()) {
            wantsBasic = true;
            return "Basic " + settings.credentials().get().basic();
        }
        throw Failure.of(
                        ReasonCode.REGISTRY_UNAUTHORIZED,
                        operation.description()
                                + (basic
                                        ? ": registry " + settings.host()
                                                + " wants a user and a password, and none are configured"
                                        : ": the registry answered 401 without a challenge this client can answer"))
                .toException();
    }

    private Grant bearer(RegistryOperation<?> operation, Challenge challenge) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        challenge.authParams().forEach((name, value) -> {
            if (name != null) { // null is the key of a token68, which Bearer challenges do not have
                parameters.put(name, value);
            }
        });
        HttpUrl realm = HttpUrl.parse(parameters.getOrDefault("realm", ""));
        if (realm == null) {
            throw Failure.of(
                            ReasonCode.REGISTRY_ERROR,
                            operation.description() + ": the registry's Bearer challenge names no realm")
                    .toException();
        }
        // Ours and the registry's: some want more than the documented scope for an operation (ACR: metadata_read for
        // tags).
        Set<String> scopes = new TreeSet<>(operation.scopes());
        Arrays.stream(parameters.getOrDefault("scope", "").split(" "))
                .filter(s -> !s.isEmpty())
                .forEach(scopes::add);
        return ask(operation, realm, Optional.ofNullable(parameters.get("service")), scopes);
    }

    private Grant ask(RegistryOperation<?> operation, HttpUrl realm, Optional<String> service, Set<String> scopes) {
        String description = operation.description() + ", fetching a token";
        allowed.requireRealm(description, realm);
        FetchToken fetch = new FetchToken(description, realm, service, scopes, settings.credentials());
        FetchToken.Token token;
        try (Response response = transport.send(fetch, fetch.request(realm))) {
            token = fetch.answer(response);
        } catch (IOException e) {
            throw Transport.failure(description, realm.host(), e);
        }
        Grant grant =
                new Grant(realm, service, scopes, token.value(), clock.instant().plus(token.life()));
        if (grants.size() >= MOST_GRANTS) {
            grants.clear();
        }
        grants.put(operation.scopes(), grant);
        return grant;
    }
}
