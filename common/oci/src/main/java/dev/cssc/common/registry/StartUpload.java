package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import java.util.Set;

/** POST that opens an upload session; answers where to send the blob (distribution spec, "POST then PUT"). */
record StartUpload(Repository repository) implements RegistryOperation<HttpUrl> {

    @Override
    public String description() {
        return "starting an upload to " + repository;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.push(repository));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(Endpoint.of(base, repository, "blobs/uploads/"))
                .post(RequestBody.EMPTY)
                .build();
    }

    @Override
    public HttpUrl answer(Response response) {
        if (response.code() != 202) {
            throw UnexpectedAnswer.of(description(), response);
        }
        return sessionIn(description(), response);
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    /** Where the session is, absolute or relative to the request. */
    static HttpUrl sessionIn(String description, Response response) {
        String location = response.header("Location");
        HttpUrl session = location == null ? null : response.request().url().resolve(location);
        if (session == null) {
            throw Failure.of(
                            ReasonCode.REGISTRY_ERROR,
                            description + ": the registry opened an upload without saying where")
                    .toException();
        }
        return session;
    }
}
