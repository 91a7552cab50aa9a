package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** GET of a manifest or index (distribution spec, "Pulling manifests"). */
record PullManifest(ImageReference reference) implements RegistryOperation<Optional<RawManifest>> {
    /** What we can read; without it some registries convert to schema 1. */
    static final String ACCEPT = String.join(
            ", ", MediaType.OCI_INDEX, MediaType.DOCKER_INDEX, MediaType.OCI_MANIFEST, MediaType.DOCKER_MANIFEST);

    static final String DIGEST_HEADER = "Docker-Content-Digest";

    /** By digest where the reference has one: a tag beside it is only a name. */
    static String nameOf(ImageReference reference) {
        return reference
                .digest()
                .map(Digest::value)
                .orElseGet(() -> reference.tag().orElseThrow().value());
    }

    @Override
    public String description() {
        return "reading manifest " + reference;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.pull(reference.repository()));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(Endpoint.of(base, reference.repository(), "manifests/" + nameOf(reference)))
                .header("Accept", ACCEPT)
                .get()
                .build();
    }

    @Override
    public Optional<RawManifest> answer(Response response) throws IOException {
        if (response.code() == 404) {
            return Optional.empty();
        }
        if (response.code() != 200) {
            throw UnexpectedAnswer.of(description(), response);
        }
        byte[] content = BoundedJson.body(description(), response, BoundedJson.LARGEST_DOCUMENT);
        verify(Digest.of(content), response);
        return Optional.of(new RawManifest(mediaType(response, content), content));
    }

    /** Against the digest asked for; by tag, against the one the registry claims to have sent. */
    private void verify(Digest actual, Response response) {
        Optional<Digest> expected = reference
                .digest()
                .or(() -> Optional.ofNullable(response.header(DIGEST_HEADER)).flatMap(Digest::parse));
        if (expected.isPresent() && !expected.get().equals(actual)) {
            throw Failure.of(
                            ReasonCode.DIGEST_MISMATCH,
                            description() + ": expected " + expected.get() + ", the bytes have " + actual)
                    .toException();
        }
    }

    /** As the registry declares it; where it declares nothing more than JSON, as the document says of itself. */
    private static String mediaType(Response response, byte[] content) throws IOException {
        String declared = Optional.ofNullable(response.header("Content-Type"))
                .map(type -> type.split(";", 2)[0].trim())
                .orElse("");
        if (!declared.isEmpty()
                && !declared.equals("application/json")
                && !declared.equals("text/plain")
                && !declared.equals("application/octet-stream")) {
            return declared;
        }
        try {
            return BoundedJson.parse(content).path("mediaType").asText(declared);
        } catch (JsonProcessingException e) {
            return declared; // whoever reads it as a manifest refuses it with a reason
        }
    }
}
