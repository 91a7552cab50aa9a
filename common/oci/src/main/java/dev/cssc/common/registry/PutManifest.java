package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import java.util.Optional;
import java.util.Set;

/** PUT of a manifest or index, under its digest or a tag (distribution spec, "Pushing manifests"). */
record PutManifest(Repository repository, Optional<Tag> tag, RawManifest manifest)
        implements RegistryOperation<Digest> {

    private String name() {
        return tag.map(Tag::value).orElseGet(() -> manifest.digest().value());
    }

    @Override
    public String description() {
        return "writing manifest " + repository + tag.map(t -> ":" + t).orElse("") + "@" + manifest.digest();
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.push(repository));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(Endpoint.of(base, repository, "manifests/" + name()))
                .put(RequestBody.create(manifest.content(), okhttp3.MediaType.get(manifest.mediaType())))
                .build();
    }

    @Override
    public Digest answer(Response response) {
        // 201 is the spec's; some registries answer 200 or 202.
        if (!response.isSuccessful()) {
            throw UnexpectedAnswer.of(description(), response);
        }
        Digest ours = manifest.digest();
        Optional<Digest> theirs =
                Optional.ofNullable(response.header(PullManifest.DIGEST_HEADER)).flatMap(Digest::parse);
        if (theirs.isPresent() && !theirs.get().equals(ours)) {
            throw Failure.of(ReasonCode.DIGEST_MISMATCH, description() + ": the registry stored it as " + theirs.get())
                    .toException();
        }
        return ours;
    }
}
