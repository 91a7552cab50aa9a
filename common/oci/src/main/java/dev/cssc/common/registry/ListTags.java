package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
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
        // distribution 3: 400 where it is configured to give fewer at once
        if (response.code() == 400
                && page.isEmpty()
                && UnexpectedAnswer.hasCode(response, "PAGINATION_NUMBER_INVALID")) {
            HttpUrl itsOwnSize =
                    response.request().url().newBuilder().query(null).build();
            return Optional.of(new Page<>(List.of(), Optional.of(itsOwnSize), 0));
        }
        if (response.code() != 200) {
            throw UnexpectedAnswer.of(description(), response);
        }
        return Optional.of(read(response));
    }

    /** Tag by tag from the connection: a list of a registry that does not page needs no more memory than its tags. */
    private Page<Tag> read(Response response) throws IOException {
        LimitedStream body = new LimitedStream(
                response.body().byteStream(), () -> SizeLimit.exceeded(description(), LARGEST_PAGE), LARGEST_PAGE);
        List<Tag> tags = new ArrayList<>();
        boolean found = false;
        try (JsonParser parser = BoundedJson.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("it is no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isTags = parser.currentName().equals("tags");
                JsonToken value = parser.nextToken();
                if (!isTags) {
                    parser.skipChildren();
                    continue;
                }
                found = true;
                // docker-registry: "tags": null where the last tag was deleted
                if (value != JsonToken.VALUE_NULL) {
                    readTags(parser, value, tags);
                }
            }
            if (parser.nextToken() != null) {
                throw malformed("something follows it");
            }
        } catch (JsonProcessingException e) {
            throw malformed("it is no JSON: " + e.getOriginalMessage());
        }
        if (!found) {
            throw malformed("it has no list 'tags'");
        }
        return Page.of(tags, response, body.count());
    }

    private void readTags(JsonParser parser, JsonToken start, List<Tag> tags) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            throw malformed("it has no list 'tags'");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING || !Tag.isValid(parser.getText())) {
                throw malformed("it holds something that is no tag");
            }
            tags.add(new Tag(parser.getText()));
        }
    }

    private FailureException malformed(String why) {
        return Failure.of(ReasonCode.REGISTRY_ERROR, description() + ": the registry's list cannot be read: " + why)
                .toException();
    }
}
