package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** One registry: carries operations to it and nowhere else, with authorization for it and for nobody else. */
final class RegistryConnection {
    private static final int MOST_REDIRECTS = 5;

    private final RegistryAllowList allowed;
    private final Transport transport;
    private final RegistryAuthorization authorization;

    RegistryConnection(RegistrySettings settings, InstantSource clock) {
        this.allowed = new RegistryAllowList(settings);
        this.transport = new Transport(settings);
        this.authorization = new RegistryAuthorization(settings, allowed, transport, clock);
    }

    /** Carries the operation out: authorization, redirects and the meaning of broken connections are dealt with here. */
    <T> T call(RegistryOperation<T> operation) {
        Response response = authorized(operation);
        boolean handedOn = false;
        try {
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
        return followed(operation, request, Optional.of(header));
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
