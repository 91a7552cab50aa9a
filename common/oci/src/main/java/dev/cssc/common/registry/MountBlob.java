package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import java.util.Set;

/** POST that takes a blob over from another repository of the registry (distribution spec, "Mounting a blob from another repository"). */
record MountBlob(Repository from, Repository to, Digest digest) implements RegistryOperation<MountBlob.Answer> {

    /** How the registry took it. */
    sealed interface Answer {
        record Mounted() implements Answer {}

        /** It declined (202) and opened an upload session in its place; the exchange goes on there. */
        record Declined(HttpUrl session) implements Answer {}
    }

    @Override
    public String description() {
        return "mounting blob " + digest + " from " + from + " to " + to;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.push(to), Endpoint.pull(from));
    }

    @Override
    public Request request(HttpUrl base) {
        HttpUrl url = Endpoint.of(base, to, "blobs/uploads/")
                .newBuilder()
                .addQueryParameter("mount", digest.value())
                .addQueryParameter("from", from.path())
                .build();
        return new Request.Builder().url(url).post(RequestBody.EMPTY).build();
    }

    @Override
    public Answer answer(Response response) {
        return switch (response.code()) {
            case 201 -> new Answer.Mounted();
            case 202 -> new Answer.Declined(StartUpload.sessionIn(description(), response));
            default -> throw UnexpectedAnswer.of(description(), response);
        };
    }

    @Override
    public boolean idempotent() {
        return false; // declined twice, it leaves a session behind
    }
}
