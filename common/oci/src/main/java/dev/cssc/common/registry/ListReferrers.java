package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * GET of one page of the manifests that name a subject (distribution spec 1.1, "Listing Referrers"); empty where the registry does not
 * have this API.
 *
 * @param page where the page is; the first one where empty
 */
record ListReferrers(Repository repository, Digest subject, Optional<HttpUrl> page)
        implements RegistryOperation<Optional<Page<Descriptor>>> {

    /** The tag that holds the list where the registry does not have the API (same spec, "Referrers Tag Schema"). */
    static Tag fallbackTag(Digest subject) {
        return new Tag("sha256-" + subject.hex());
    }

    @Override
    public String description() {
        return "listing referrers of " + repository + "@" + subject;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.pull(repository));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(page.orElseGet(() -> Endpoint.of(base, repository, "referrers/" + subject)))
                .header("Accept", MediaType.OCI_INDEX)
                .get()
                .build();
    }

    @Override
    public Optional<Page<Descriptor>> answer(Response response) throws IOException {
        if (response.code() == 404) {
            return Optional.empty();
        }
        if (response.code() != 200) {
            throw UnexpectedAnswer.of(description(), response);
        }
        byte[] content = BoundedJson.body(description(), response, BoundedJson.LARGEST_DOCUMENT);
        ImageIndex index = ImageIndex.parse(new RawManifest(MediaType.OCI_INDEX, content));
        return Optional.of(Page.of(index.manifests(), response, content.length));
    }
}
