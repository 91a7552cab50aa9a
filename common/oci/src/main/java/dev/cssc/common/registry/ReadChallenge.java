package dev.cssc.common.registry;

import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.util.Optional;
import java.util.Set;

/** GET of {@code /v2/} without authorization: whether a registry answers there at all, and what it wants to see (distribution spec, "Determining Support"). */
record ReadChallenge(String description) implements RegistryOperation<ReadChallenge.Answer> {
    static final String VERSION_HEADER = "Docker-Distribution-Api-Version";

    /** What answers under {@code /v2/}. */
    sealed interface Answer {
        /** A registry that wants no token: everybody may come, or it wants HTTP Basic. */
        record NoToken() implements Answer {}

        /** A registry that wants a token of that realm. */
        record Bearer(Realm realm) implements Answer {}

        /** Something else, with that status. */
        record NoRegistry(int status) implements Answer {}
    }

    @Override
    public Set<String> scopes() {
        return Set.of();
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(base.newBuilder().addPathSegment("v2").addPathSegment("").build())
                .get()
                .build();
    }

    @Override
    public Answer answer(Response response) {
        switch (response.code()) {
            case 200 -> {
                return new Answer.NoToken();
            }
            case 401 -> {
                Optional<Realm> realm = Realm.of(description, response);
                return realm.<Answer>map(Answer.Bearer::new)
                        .orElseGet(() ->
                                response.challenges().isEmpty() ? new Answer.NoRegistry(401) : new Answer.NoToken());
            }
            case 404, 301, 302, 307, 308, 405, 403 -> {
                return new Answer.NoRegistry(response.code());
            }
            default -> throw UnexpectedAnswer.of(description, response);
        }
    }
}
