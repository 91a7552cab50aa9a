package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One registry's entry in a child's {@code config.json}: as narrow as the registry and the child can do with, and good for as long as the
 * step may take where the registry gives that long.
 *
 * <p>Where the registry gives tokens for single repositories by an identity of ours, the child gets such a token and nothing it could make
 * another from. A child that takes no token gets the registry's refresh token as password, which is good for all that the identity may do
 * there; narrower it is only by a narrower identity. A fixed user's password is handed on as it is: its tokens live for minutes, and the
 * child has to fetch the next one itself.
 */
final class ChildCredentials {
    private static final System.Logger LOG = System.getLogger(ChildCredentials.class.getName());

    /** The user name beside a refresh token (Azure/acr, {@code docs/AAD-OAuth.md}: "the username is the null GUID"). */
    private static final String REFRESH_TOKEN_USER = "00000000-0000-0000-0000-000000000000";

    /** What ends sooner than this is not worth the start of a child. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final RegistryConnection connection;
    private final ChildTool tool;
    private final Instant now;
    private final Instant until;

    ChildCredentials(RegistryConnection connection, ChildTool tool, Instant now, Instant until) {
        this.connection = connection;
        this.tool = tool;
        this.now = now;
        this.until = until;
    }

    /** The entry for these accesses, all of this registry; empty where the child is to be anonymous. */
    Optional<ObjectNode> entry(Collection<RepositoryAccess> accesses) {
        String host = connection.settings().host();
        String description = "getting credentials of " + host + " for a child process";
        Set<String> scopes =
                accesses.stream().map(ChildCredentials::scope).collect(Collectors.toCollection(TreeSet::new));
        return switch (connection.settings().credentials()) {
            case CredentialSource.Anonymous() -> Optional.empty();
            case CredentialSource.StaticUser user ->
                handedOn(description, scopes, connection.present(description, Optional.empty(), until));
            case CredentialSource.DockerConfig file ->
                handedOn(description, scopes, connection.present(description, Optional.empty(), until));
            case CredentialSource.AzureIdentity azure -> Optional.of(ofAzure(description, scopes));
        };
    }

    private static String scope(RepositoryAccess access) {
        return switch (access.right()) {
            case PULL -> Endpoint.pull(access.repository());
            case PUSH -> Endpoint.push(access.repository());
        };
    }

    private Optional<ObjectNode> handedOn(String description, Set<String> scopes, Presented presented) {
        return switch (presented) {
            case Presented.Nothing() -> Optional.empty();
            case Presented.User(Credentials user) -> Optional.of(auth(user));
            case Presented.RegistryToken(String token) ->
                switch (tool) {
                    case TAKES_REGISTRY_TOKEN -> Optional.of(object("registrytoken", token));
                    case TAKES_PASSWORD ->
                        throw Failure.of(
                                        ReasonCode.CREDENTIALS_UNUSABLE,
                                        description + ": Docker's configuration holds a registrytoken, which Buildah"
                                                + " does not take; give a user and a password, or an identity token")
                                .toException();
                };
            case Presented.IdentityToken identity ->
                switch (tool) {
                    case TAKES_REGISTRY_TOKEN -> Optional.of(scoped(description, scopes, identity));
                    case TAKES_PASSWORD -> Optional.of(identity(identity.token()));
                };
        };
    }

    /** A token for the scopes where it lives long enough, else what the child can make one from itself. */
    private ObjectNode scoped(String description, Set<String> scopes, Presented.IdentityToken identity) {
        FetchToken.Token token = connection.mint(description, connection.realm(description), scopes, identity);
        return token.end(now).isBefore(until) ? identity(identity.token()) : object("registrytoken", token.value());
    }

    private ObjectNode ofAzure(String description, Set<String> scopes) {
        Realm realm = connection.realm(description);
        Presented presented = connection.present(description, Optional.of(realm), until);
        if (!(presented instanceof Presented.IdentityToken identity)) {
            throw new IllegalStateException(
                    "an identity of Entra is exchanged for an identity token, not " + presented);
        }
        return switch (tool) {
            case TAKES_REGISTRY_TOKEN -> {
                FetchToken.Token token = connection.mint(description, realm, scopes, identity);
                requireLife(description, token.end(now));
                yield object("registrytoken", token.value());
            }
            case TAKES_PASSWORD -> {
                identity.end().ifPresent(end -> requireLife(description, end));
                yield auth(new Credentials(REFRESH_TOKEN_USER, identity.token()));
            }
        };
    }

    /** A step seldom takes as long as it may. One whose token ends first is begun all the same, and the log says what to look for. */
    private void requireLife(String description, Instant end) {
        if (end.isBefore(now.plus(LEAST))) {
            throw Failure.of(
                            ReasonCode.REGISTRY_ERROR,
                            description + ": the registry's fresh token ends at " + end
                                    + " already; check this machine's clock")
                    .toException();
        }
        if (end.isBefore(until)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: the registry''s fresh token ends at {1}, the step may run until {2}: shorten its timeout",
                    description,
                    end,
                    until);
        }
    }

    private static ObjectNode auth(Credentials user) {
        return object("auth", user.basic());
    }

    /** As docker login writes it: containers/image skips an entry whose {@code auth} is no user. */
    private static ObjectNode identity(String token) {
        return auth(new Credentials("<token>", "")).put("identitytoken", token);
    }

    private static ObjectNode object(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }
}
