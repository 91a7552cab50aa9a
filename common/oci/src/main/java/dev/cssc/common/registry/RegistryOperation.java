package dev.cssc.common.registry;

import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.util.Set;

/**
 * One remote operation of the Distribution API: what is sent, and what each answer means. Knows nothing of authorization, redirects or
 * retries; those are the connection's.
 */
interface RegistryOperation<T> {

    /** What is being done, on what; begins every error message. For example {@code reading manifest r.example/app:1}. */
    String description();

    /** The token scopes it needs (distribution: token scope documentation), for example {@code repository:app:pull}. */
    Set<String> scopes();

    /** The request, without authorization. */
    Request request(HttpUrl base);

    /**
     * What the answer says. Statuses that are no answer to this operation are thrown as {@link UnexpectedAnswer} puts them.
     */
    T answer(Response response) throws IOException;

    /** True where the request or the answer carries a blob, and may take as long as one. */
    default boolean transfersBlob() {
        return false;
    }

    /** True where {@link #answer} hands the open body on; whoever gets it closes it. */
    default boolean answersWithStream() {
        return false;
    }

    /** True where sending it twice does no more than sending it once. */
    default boolean idempotent() {
        return true;
    }
}
