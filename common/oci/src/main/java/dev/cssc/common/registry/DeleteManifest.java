package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.util.Set;

/** DELETE of a manifest by digest (distribution spec, "Deleting manifests"). */
record DeleteManifest(Repository repository, Digest digest) implements RegistryOperation<Boolean> {

    @Override
    public String description() {
        return "deleting manifest " + repository + "@" + digest;
    }

    @Override
    public Set<String> scopes() {
        return Set.of(Endpoint.delete(repository));
    }

    @Override
    public Request request(HttpUrl base) {
        return new Request.Builder()
                .url(Endpoint.of(base, repository, "manifests/" + digest))
                .delete()
                .build();
    }

    @Override
    public Boolean answer(Response response) {
        return switch (response.code()) {
            case 200, 202, 204 -> true;
            case 404 -> false;
            case 405 -> false; // docker-registry: 405 UNSUPPORTED when deletion is off
            case 400 -> {
                if (UnexpectedAnswer.hasCode(response, "UNSUPPORTED")) {
                    yield false; // the spec allows 400 for the same
                }
                throw UnexpectedAnswer.of(description(), response);
            }
            default -> throw UnexpectedAnswer.of(description(), response);
        };
    }
}
