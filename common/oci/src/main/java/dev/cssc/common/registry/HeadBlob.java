package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.util.Set;

/** HEAD of a blob (distribution spec, "Checking if content exists in the registry"). */
record HeadBlob(Repository repository, Digest digest) implements RegistryOperation<Boolean> {

    @Override
    public String description() {
        return "looking up blob " + repository + "@" + digest;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.pull(repository));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(Endpoint.of(base, repository, "blobs/" + digest))
                .head()
                .build();
    }

    @Override
    public Boolean answer(Response response) {
        return switch (response.code()) {
            case 200 -> true;
            case 404 -> false;
            default -> throw UnexpectedAnswer.of(description(), response);
        };
    }
}
