package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.util.Optional;
import java.util.Set;

/** HEAD of a manifest or index (distribution spec, "Checking if content exists in the registry"). */
record HeadManifest(ImageReference reference) implements RegistryOperation<HeadManifest.Answer> {

    /** What a HEAD can tell. */
    sealed interface Answer {
        record Absent() implements Answer {}

        record Present(Descriptor descriptor) implements Answer {}

        /** It is there, but the registry left out digest, size or type, which the spec does not oblige it to give. */
        record Incomplete() implements Answer {}
    }

    @Override
    public String description() {
        return "looking up manifest " + reference;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.pull(reference.repository()));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(Endpoint.of(base, reference.repository(), "manifests/" + PullManifest.nameOf(reference)))
                .header("Accept", PullManifest.ACCEPT)
                .head()
                .build();
    }

    @Override
    public Answer answer(Response response) {
        if (response.code() == 404) {
            return new Answer.Absent();
        }
        if (response.code() != 200) {
            throw UnexpectedAnswer.of(description(), response);
        }
        Optional<Digest> digest =
                Optional.ofNullable(response.header(PullManifest.DIGEST_HEADER)).flatMap(Digest::parse);
        String size = Optional.ofNullable(response.header("Content-Length")).orElse("");
        String type = Optional.ofNullable(response.header("Content-Type"))
                .map(t -> t.split(";", 2)[0].trim())
                .orElse("");
        boolean contradicts =
                digest.isPresent() && reference.digest().isPresent() && !digest.equals(reference.digest());
        if (digest.isEmpty()
                || contradicts
                || !size.matches("\\d{1,12}")
                || !PullManifest.ACCEPT.contains(type)
                || type.isEmpty()) {
            return new Answer.Incomplete();
        }
        return new Answer.Present(Descriptor.of(type, digest.get(), Long.parseLong(size)));
    }
}
