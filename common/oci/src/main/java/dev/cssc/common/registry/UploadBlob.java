package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * PUT of a whole blob into an upload session (distribution spec, "POST then PUT").
 *
 * @param session the session, as the registry named it
 * @param scopes those under which the session was opened, so that the token at hand is used
 */
record UploadBlob(Repository repository, HttpUrl session, Set<String> scopes, Digest digest, BlobSource source)
        implements RegistryOperation<Digest> {

    @Override
    public String description() {
        return "uploading blob " + repository + "@" + digest;
    }

    @Override
    public Request request(HttpUrl base) {
        HttpUrl url =
                session.newBuilder().setQueryParameter("digest", digest.value()).build();
        return new Request.Builder().url(url).put(new Body()).build();
    }

    @Override
    public Digest answer(Response response) {
        if (!response.isSuccessful() || response.code() == 202) {
            // docker-registry: 400 DIGEST_INVALID where what arrived is not what was announced
            if (response.code() == 400 && UnexpectedAnswer.hasCode(response, "DIGEST_INVALID")) {
                throw Failure.of(
                                ReasonCode.DIGEST_MISMATCH,
                                description() + ": the registry received bytes of another digest")
                        .toException();
            }
            throw UnexpectedAnswer.of(description(), response);
        }
        Optional<Digest> theirs =
                Optional.ofNullable(response.header(PullManifest.DIGEST_HEADER)).flatMap(Digest::parse);
        if (theirs.isPresent() && !theirs.get().equals(digest)) {
            throw Failure.of(ReasonCode.DIGEST_MISMATCH, description() + ": the registry stored it as " + theirs.get())
                    .toException();
        }
        return digest;
    }

    @Override
    public boolean transfersBlob() {
        return true;
    }

    @Override
    public boolean idempotent() {
        return false; // a session whose upload broke is in a state of its own
    }

    private final class Body extends RequestBody {
        @Override
        public okhttp3.@Nullable MediaType contentType() {
            return okhttp3.MediaType.get("application/octet-stream");
        }

        @Override
        public long contentLength() throws IOException {
            return source.size();
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (Source bytes = Okio.source(source.open())) {
                sink.writeAll(bytes);
            } catch (FailureException e) {
                throw new BlobSourceException(e);
            }
        }
    }
}
