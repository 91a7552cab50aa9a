package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.Challenge;
import okhttp3.HttpUrl;
import okhttp3.Response;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Bearer challenge (distribution: token authentication specification): where tokens are, and what for.
 *
 * @param url where
 * @param service what the registry calls itself there; need not be its host
 * @param scopes what the refused request would have needed, as the registry sees it
 * @param error why a token that was sent did not do (RFC 6750, 3.1)
 */
record Realm(HttpUrl url, Optional<String> service, Set<String> scopes, Optional<String> error) {

    /**
     * The first Bearer challenge of a 401.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#REGISTRY_ERROR} where it names no realm
     */
    static Optional<Realm> of(String description, Response unauthorized) {
        List<Challenge> challenges = unauthorized.challenges();
        return challenges.stream()
                .filter(c -> c.scheme().equalsIgnoreCase("Bearer"))
                .findFirst()
                .map(bearer -> of(description, bearer));
    }

    private static Realm of(String description, Challenge challenge) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        challenge.authParams().forEach((name, value) -> {
            if (name != null) { // null is the key of a token68, which Bearer challenges do not have
                parameters.put(name, value);
            }
        });
        HttpUrl url = HttpUrl.parse(parameters.getOrDefault("realm", ""));
        if (url == null) {
            throw Failure.of(
                            ReasonCode.REGISTRY_ERROR, description + ": the registry's Bearer challenge names no realm")
                    .toException();
        }
        Set<String> scopes = Arrays.stream(parameters.getOrDefault("scope", "").split(" "))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return new Realm(
                url,
                Optional.ofNullable(parameters.get("service")),
                scopes,
                Optional.ofNullable(parameters.get("error")));
    }
}
