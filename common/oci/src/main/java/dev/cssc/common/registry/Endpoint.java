package dev.cssc.common.registry;

import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;

/** Addresses and token scopes of the Distribution API (distribution spec, "Endpoints"). */
final class Endpoint {
    private Endpoint() {}

    /** {@code /v2/<repository>/<rest>}. */
    static HttpUrl of(HttpUrl base, Repository repository, String rest) {
        return base.newBuilder()
                .addPathSegment("v2")
                .addPathSegments(repository.path())
                .addPathSegments(rest)
                .build();
    }

    static String pull(Repository repository) {
        return "repository:" + repository.path() + ":pull";
    }

    static String push(Repository repository) {
        return "repository:" + repository.path() + ":pull,push";
    }

    static String delete(Repository repository) {
        return "repository:" + repository.path() + ":delete";
    }
}
