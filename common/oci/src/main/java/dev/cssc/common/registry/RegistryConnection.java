package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** One registry: carries operations to it and nowhere else, with authorization for it and for nobody else. */
final class RegistryConnection implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;

    private final RegistrySettings settings;
    private final RegistryAllowList allowed;
    private final Transport transport;
    private final RegistryAuthorization authorization;

    /** Set once it answered as only registries do: from then on its 404 means what it says. */
    private volatile boolean provenRegistry;

    RegistryConnection(RegistrySettings settings, InstantSource clock, Waiting waiting, RequestListener listener) {
        this.settings = settings;
        this.allowed = new RegistryAllowList(settings);
        this.transport = new Transport(settings, clock, waiting, listener);
        this.authorization = new RegistryAuthorization(settings, allowed, transport, clock, supply(clock));
    }

    private CredentialSupply supply(InstantSource clock) {
        return switch (settings.credentials()) {
            case CredentialSource.Anonymous() -> (description, service, until) -> new Presented.Nothing();
            case CredentialSource.StaticUser user -> new CredentialSupply.Fixed(user);
            case CredentialSource.DockerConfig(var file) ->
                new CredentialSupply.FromDockerConfig(new DockerConfigFile(file), settings.dockerConfigKey(), clock);
            case CredentialSource.AzureIdentity(AzureSettings azure) ->
                new AzureSignIn(
                        settings, azure, allowed, transport, clock, () -> new AzureIdentityTokens(settings, azure));
        };
    }

    RegistrySettings settings() {
        return settings;
    }

    /** Gives up the sockets that carry nothing now; what is on its way goes on. */
    @Override
    public void close() {
        transport.close();
    }

    /** Carries the operation out as somebody who shows nothing, whatever is asked for. */
    <T> T callUnauthorized(RegistryOperation<T> operation) {
        try (Response response = followed(operation, operation.request(allowed.base()), Optional.empty())) {
            return operation.answer(response);
        } catch (IOException e) {
            throw Transport.failure(operation.description(), settings.host(), e);
        }
    }

    /** Carries the operation out: authorization, redirects and the meaning of broken connections are dealt with here. */
    <T> T call(RegistryOperation<T> operation) {
        Response response = authorized(operation);
        boolean handedOn = false;
        try {
            if (response.code() == 404 && allowed.isOwn(response.request().url())) {
                requireRegistry(operation, response);
            }
            T answer = operation.answer(response);
            handedOn = operation.answersWithStream();
            return answer;
        } catch (IOException e) {
            throw Transport.failure(
                    operation.description(), response.request().url().host(), e);
        } finally {
            if (!handedOn) {
                response.close();
            }
        }
    }

    /**
     * What another program is to show to the registry.
     *
     * @param realm of the registry, where its identity is asked for under the name that the registry has there
     * @param until to be good until then at least, where that can be had
     */
    Presented present(String description, Optional<Realm> realm, Instant until) {
        return authorization.present(description, realm, until);
    }

    /** A fresh token for these scopes, by what is shown. */
    FetchToken.Token mint(String description, Realm realm, Set<String> scopes, Presented presented) {
        return authorization.mint(description, realm, scopes, presented);
    }

    /**
     * Where the registry's tokens are.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#REGISTRY_ERROR} where it asks for none
     */
    Realm realm(String description) {
        return switch (challenge(description)) {
            case ReadChallenge.Answer.Bearer(Realm realm) -> realm;
            case ReadChallenge.Answer.NoToken() ->
                throw Failure.of(
                                ReasonCode.REGISTRY_ERROR,
                                description + ": registry " + settings.host() + " asks for no token, so that the"
                                        + " configured identity cannot be shown to it")
                        .toException();
            case ReadChallenge.Answer.NoRegistry(int status) -> throw noRegistry(description, status);
        };
    }

    private ReadChallenge.Answer challenge(String description) {
        ReadChallenge operation = new ReadChallenge(description + ", asking " + settings.host() + " for its realm");
        try (Response response = followed(operation, operation.request(allowed.base()), Optional.empty())) {
            return operation.answer(response);
        }
    }

    /** A 404 means absence only where a registry says it. What is no registry has none of our repositories, which is something else. */
    private void requireRegistry(RegistryOperation<?> operation, Response response) {
        if (!provenRegistry && !answersAsRegistry(response)) {
            switch (challenge(operation.description())) {
                case ReadChallenge.Answer.Bearer(var realm) -> {}
                case ReadChallenge.Answer.NoToken() -> {}
                case ReadChallenge.Answer.NoRegistry(int status) -> throw noRegistry(operation.description(), status);
            }
        }
        provenRegistry = true;
    }

    private static boolean answersAsRegistry(Response response) {
        return response.header(ReadChallenge.VERSION_HEADER) != null
                || !UnexpectedAnswer.saying(response).isEmpty();
    }

    private RuntimeException noRegistry(String description, int status) {
        return new Failure(
                        ReasonCode.REGISTRY_ERROR,
                        description + ": what answers at " + allowed.base().resolve("/v2/")
                                + " is no registry: it says " + status + " there; check host and port",
                        Retry.never())
                .toException();
    }

    private Response authorized(RegistryOperation<?> operation) {
        Request request = operation.request(allowed.base());
        Response response = followed(operation, request, authorization.known(operation));
        if (response.code() != 401 || !allowed.isOwn(response.request().url())) {
            return response;
        }
        String header;
        try (response) {
            header = authorization.answer(operation, response);
        }
        Response again = followed(operation, request, Optional.of(header));
        if (again.code() == 401 && allowed.isOwn(again.request().url())) {
            try (again) {
                throw authorization.refused(operation, again);
            }
        }
        return again;
    }

    /** Sends the request, and follows redirects of reading requests as far as the allow-list goes. */
    private Response followed(RegistryOperation<?> operation, Request request, Optional<String> header) {
        HttpUrl url = request.url();
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            allowed.requireReachable(operation.description(), url);
            Request.Builder next = request.newBuilder().url(url);
            if (allowed.isOwn(url)) {
                header.ifPresent(value -> next.header("Authorization", value));
            }
            Response response = transport.send(operation, next.build());
            String location = response.header("Location");
            if (!reads || !response.isRedirect() || location == null) {
                return response;
            }
            response.close();
            HttpUrl target = url.resolve(location);
            if (target == null) {
                throw Failure.of(
                                ReasonCode.REGISTRY_ERROR,
                                operation.description() + ": the registry redirects to something that is no address")
                        .toException();
            }
            url = target;
        }
        throw Failure.of(
                        ReasonCode.REGISTRY_ERROR,
                        operation.description() + ": more than " + MOST_REDIRECTS + " redirects")
                .toException();
    }
}
