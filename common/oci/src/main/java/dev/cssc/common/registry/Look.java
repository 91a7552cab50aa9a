package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A request whose answer is of interest whatever its status is: what a probe learns from.
 *
 * @param path below the registry's address, with its query
 * @param page an address that the registry named, in the path's place
 */
record Look(String description, String method, String path, Optional<HttpUrl> page, Set<String> scopes)
        implements RegistryOperation<Look.Seen> {
    /** A list of a registry that does not page. */
    private static final int LARGEST = 16 * 1024 * 1024;

    static Look at(String description, String path) {
        return new Look(description, "GET", path, Optional.empty(), Set.of());
    }

    static Look at(String description, String repository, String rest) {
        return at(description, "v2/" + repository + "/" + rest);
    }

    static Look deleting(String description, String repository, String rest) {
        return new Look(description, "DELETE", "v2/" + repository + "/" + rest, Optional.empty(), Set.of());
    }

    /** The same with a token for these scopes. */
    Look within(Set<String> wanted) {
        return new Look(description, method, path, page, wanted);
    }

    /** The same at another address. */
    Look at(HttpUrl url) {
        return new Look(description, method, path, Optional.of(url), scopes);
    }

    /**
     * What was answered.
     *
     * @param error the registry's own code and message, where it gave one
     * @param type media type, without parameters
     * @param next where the next page is
     */
    record Seen(int status, Optional<String> error, String type, Optional<HttpUrl> next, JsonNode body) {

        /** True for a page that a person would look at: a registry has none. */
        boolean isPage() {
            return type.equals("text/html");
        }

        /** How many elements the list of that name has. */
        long count(String list) {
            return body.path(list).size();
        }

        /** The first element of the list of that name. */
        Optional<String> first(String list) {
            return Optional.of(body.path(list).path(0))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue);
        }

        /** Status and error, for people. */
        String told() {
            return status + error.map(e -> " " + e).orElse("") + (isPage() ? " and a web page" : "");
        }

        /** What the status says by itself, else what it means here. */
        ProbeReason reason(ProbeReason otherwise) {
            return status == 429
                    ? ProbeReason.RATE_LIMITED
                    : status >= 500 || status == 408 ? ProbeReason.SERVER_ERROR : otherwise;
        }
    }

    @Override
    public Request request(HttpUrl base) {
        HttpUrl url = page.or(() -> Optional.ofNullable(base.resolve(path))).orElse(base);
        return new Request.Builder()
                .url(url)
                .header("Accept", "application/json, " + MediaType.OCI_INDEX)
                .method(method, null)
                .build();
    }

    @Override
    public Seen answer(Response response) throws IOException {
        Optional<String> error = response.isSuccessful() ? Optional.empty() : UnexpectedAnswer.errorOf(response);
        String type = Optional.ofNullable(response.header("Content-Type"))
                .map(t -> t.split(";", 2)[0].trim())
                .orElse("");
        return new Seen(
                response.code(),
                error,
                type,
                Page.next(response),
                response.isSuccessful() && !type.equals("text/html") ? body(response) : MissingNode.getInstance());
    }

    private JsonNode body(Response response) throws IOException {
        try {
            return BoundedJson.parse(BoundedJson.body(description, response, LARGEST));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
