package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Trivy server's interface: Twirp as JSON ({@code rpc/*}{@code /service.proto}), one POST a call, and two pages for anybody. It never
 * follows a redirect, takes no more of an answer than the limit, and gives up after the deadline, the whole answer included.
 */
final class TrivyRpc {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String TOKEN_HEADER = "Trivy-Token";
    private static final int LONGEST_ERROR = 64 * 1024;
    private static final int LONGEST_PAGE = 64 * 1024;

    private final HttpUrl base;
    private final Supplier<Optional<String>> token;
    private final long answerLimit;
    private final OkHttpClient client;

    /**
     * @param token shown with each call where there is one; read anew each time, so that a rotated one counts at once
     * @param answerLimit longest answer read, in bytes
     * @param timeout for each call, its answer included
     */
    TrivyRpc(HttpUrl base, Supplier<Optional<String>> token, long answerLimit, Duration timeout) {
        this.base = base;
        this.token = token;
        this.answerLimit = answerLimit;
        this.client = new OkHttpClient.Builder()
                .callTimeout(timeout)
                .readTimeout(timeout)
                .followRedirects(false)
                .proxy(Proxy.NO_PROXY)
                .build();
    }

    /** What a call came to. */
    sealed interface Answer {
        /** The body of an answer of 200, whole. */
        @SuppressWarnings("ArrayRecordComponent") // only ever read
        record Given(byte[] json) implements Answer {}

        /** The server has none of the package list that it was asked about; it has to be told again. */
        record Forgotten() implements Answer {}
    }

    /** {@code Cache/PutBlob}: leaves a package list with the server. */
    void putBlob(String doing, String body) {
        post(doing, "trivy.cache.v1.Cache/PutBlob", body);
    }

    /** {@code Cache/DeleteBlobs}: takes package lists back. */
    void deleteBlobs(String doing, String body) {
        post(doing, "trivy.cache.v1.Cache/DeleteBlobs", body);
    }

    /** {@code Scanner/Scan}: judges a package list that was left with the server. */
    Answer scan(String doing, String body) {
        return post(doing, "trivy.scanner.v1.Scanner/Scan", body);
    }

    /** {@code GET /version}: who it is and which database it says to have. */
    JsonNode version(String doing) {
        String page = page(doing, "version");
        try {
            return EventCodec.mapper().readTree(page);
        } catch (JsonProcessingException e) {
            // A proxy's page, or half of an answer: tomorrow it may be whole.
            throw Failure.of(
                            ReasonCode.ENGINE_UNAVAILABLE,
                            doing + ": trivy's server at " + base + " did not answer with JSON: "
                                    + shortened(page.strip()))
                    .toException(e);
        }
    }

    /** {@code GET /healthz}: whether it answers. */
    boolean isHealthy() {
        try {
            return page("asking trivy's server for its health", "healthz")
                    .strip()
                    .equals("ok");
        } catch (FailureException e) {
            return false;
        }
    }

    /** Ends kept connections. */
    void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    private String page(String doing, String path) {
        Request request = new Request.Builder()
                .url(base.newBuilder().addPathSegments(path).build())
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != 200) {
                throw unexpected(doing, response.code(), "");
            }
            return new String(read(doing, response, LONGEST_PAGE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreachable(doing, e);
        }
    }

    private Answer post(String doing, String method, String body) {
        Request.Builder request = new Request.Builder()
                .url(base.newBuilder().addPathSegments("twirp/" + method).build())
                // Otherwise the client would ask for gzip, which costs the server more than it saves on one machine.
                .header("Accept-Encoding", "identity")
                .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON));
        token.get().ifPresent(secret -> request.header(TOKEN_HEADER, secret));
        try (Response response = client.newCall(request.build()).execute()) {
            return response.code() == 200
                    ? new Answer.Given(read(doing, response, answerLimit))
                    : refused(doing, response);
        } catch (IOException e) {
            throw unreachable(doing, e);
        }
    }

    private static byte[] read(String doing, Response response, long limit) throws IOException {
        byte[] read = response.body().byteStream().readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
        if (read.length > limit) {
            throw Failure.of(
                            ReasonCode.TOO_LARGE,
                            doing + ": the answer has more than " + limit
                                    + " bytes (cssc.scan.trivy.server.answer-limit)")
                    .toException();
        }
        return read;
    }

    /** Twirp's errors are JSON with a code; only a missing package list is none of ours to report. */
    private Answer refused(String doing, Response response) throws IOException {
        String body = new String(response.body().byteStream().readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
        String code = "";
        String message = "";
        try {
            JsonNode error = EventCodec.mapper().readTree(body);
            code = error.path("code").asText("");
            message = error.path("msg").asText("");
        } catch (JsonProcessingException e) {
            message = "no Twirp error";
        }
        // The whole text is "failed scan, <target>: failed to apply layers: layer cache missing: <key>".
        if (code.equals("internal") && message.contains("layer cache missing")) {
            return new Answer.Forgotten();
        }
        throw unexpected(doing, response.code(), (code + " " + message).strip());
    }

    private FailureException unexpected(String doing, int status, String what) {
        ReasonCode reason = status == 401 ? ReasonCode.CREDENTIALS_UNUSABLE : ReasonCode.ENGINE_UNAVAILABLE;
        String detail = doing + ": trivy's server at " + base + " answered " + status
                + (what.isEmpty() ? "" : ": " + shortened(what));
        return what.contains("panic") || what.contains("malformed")
                ? new Failure(ReasonCode.ENGINE_FAILED, detail, Retry.never()).toException()
                : Failure.of(reason, detail).toException();
    }

    private static String shortened(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }

    private FailureException unreachable(String doing, IOException e) {
        return Failure.of(ReasonCode.ENGINE_UNAVAILABLE, doing + ": trivy's server at " + base + ": " + e)
                .toException(e);
    }
}
