package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * GET of one page of a repository's tags (distribution spec, "Listing Tags").
 *
 * @param page where the page is; the first one where empty
 */
record ListTags(Repository repository, Optional<HttpUrl> page) implements RegistryOperation<Optional<Page<Tag>>> {
    /** Asked for; registries may give fewer, and docker-registry 2.8 gives all whatever is asked. */
    private static final int PAGE_SIZE = 1_000;

    /** A page of a registry that does not page: 100,000 tags of full length. */
    private static final int LARGEST_PAGE = 16 * 1024 * 1024;

    @Override
    public String description() {
        return "listing tags of " + repository;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.pull(repository));
    }

    @Override
    public Request request(HttpUrl base) {
        HttpUrl first = Endpoint.of(base, repository, "tags/list")
                .newBuilder()
                .addQueryParameter("n", String.valueOf(PAGE_SIZE))
                .build();
        return new Request.Builder()
                .url(page.orElse(first))
                .header("Accept", "application/json")
                .get()
                .build();
    }

    @Override
    public Optional<Page<Tag>> answer(Response response) throws IOException {
        if (response.code() == 404) {
            return Optional.empty();
        }
        if (response.code() != 200) {
            throw UnexpectedAnswer.of(description(), response);
        }
        JsonNode list;
        try {
            list = BoundedJson.parse(BoundedJson.body(description(), response, LARGEST_PAGE));
        } catch (JsonProcessingException e) {
            throw malformed("it is no JSON: " + e.getOriginalMessage());
        }
        JsonNode names = list.path("tags");
        // docker-registry: "tags": null where the last tag was deleted
        if (!names.isArray() && !names.isNull()) {
            throw malformed("it has no list 'tags'");
        }
        List<Tag> tags = new ArrayList<>(names.size());
        for (JsonNode name : names) {
            if (!name.isTextual() || !Tag.isValid(name.textValue())) {
                throw malformed("it holds something that is no tag");
            }
            tags.add(new Tag(name.textValue()));
        }
        return Optional.of(Page.of(tags, response));
    }

    private FailureException malformed(String why) {
        return Failure.of(ReasonCode.REGISTRY_ERROR, description() + ": the registry's list cannot be read: " + why)
                .toException();
    }
}
