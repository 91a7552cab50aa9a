package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.InputStream;
import java.util.Set;

/**
 * GET of a blob as a verified stream (distribution spec, "Pulling blobs").
 *
 * @param limit most bytes it may have
 */
record PullBlob(Repository repository, Digest digest, long limit) implements RegistryOperation<InputStream> {

    @Override
    public String description() {
        return "reading blob " + repository + "@" + digest;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.pull(repository));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(Endpoint.of(base, repository, "blobs/" + digest))
                // Otherwise the client would ask for gzip, and unpack what is to be verified packed.
                .header("Accept-Encoding", "identity")
                .get()
                .build();
    }

    @Override
    public InputStream answer(Response response) {
        if (response.code() == 404) {
            throw Failure.of(ReasonCode.MANIFEST_NOT_FOUND, description() + ": the registry has no such blob")
                    .toException();
        }
        if (response.code() != 200) {
            throw UnexpectedAnswer.of(description(), response);
        }
        if (response.body().contentLength() > limit) {
            throw SizeLimit.exceeded(description(), limit);
        }
        return new VerifiedStream(
                description(), response.request().url().host(), response.body().byteStream(), digest, limit);
    }

    @Override
    public boolean transfersBlob() {
        return true;
    }

    @Override
    public boolean answersWithStream() {
        return true;
    }
}
