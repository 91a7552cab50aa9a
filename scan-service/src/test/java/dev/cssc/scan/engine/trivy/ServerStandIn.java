package dev.cssc.scan.engine.trivy;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in for a Trivy server: a real HTTP server that knows what it was told and answers with what a real one (0.74.0) answered. */
final class ServerStandIn implements AutoCloseable {

    static final String TOKEN = "right";

    private static final Pattern ID = Pattern.compile("pkgset:sha256:[0-9a-f]{64}");

    private final MockWebServer server = new MockWebServer();
    private final Set<String> told = new HashSet<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String answer = "server-vulnerable.json";
    private volatile String version = Fixtures.text("server-version.json");
    private volatile boolean forgetful;

    ServerStandIn() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answerTo(request);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized MockResponse answerTo(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        calls.add(path.substring(path.lastIndexOf('/') + 1));
        if (path.equals("/version")) {
            return response(200, version);
        }
        if (!TOKEN.equals(request.getHeaders().get("Trivy-Token"))) {
            return response(401, Fixtures.text("server-unauthenticated.json"));
        }
        Matcher id =
                ID.matcher(request.getBody() == null ? "" : request.getBody().utf8());
        if (!id.find()) {
            return response(200, Fixtures.text("server-nothing.json"));
        }
        return switch (path) {
            case "/twirp/trivy.cache.v1.Cache/PutBlob" -> {
                told.add(id.group());
                yield response(200, "{}");
            }
            case "/twirp/trivy.cache.v1.Cache/DeleteBlobs" -> {
                told.remove(id.group());
                yield response(200, "{}");
            }
            default ->
                forgetful || !told.contains(id.group())
                        ? response(500, Fixtures.text("server-forgotten.json"))
                        : response(answer.equals("server-panic.json") ? 500 : 200, Fixtures.text(answer));
        };
    }

    private static MockResponse response(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    /** Answers every question with this recording from now on. */
    void answers(String recording) {
        answer = recording;
    }

    /** Loses all that it was told, now. */
    synchronized void restart() {
        told.clear();
    }

    /** Loses everything at once, always: several servers behind one address. */
    void forgetsAlways() {
        forgetful = true;
    }

    /** Has another database from now on. */
    void hasDatabaseOf(String updatedAt) {
        version = Fixtures.text("server-version.json").replace("2026-11-27T06:00:00Z", updatedAt);
    }

    /** Answers so when it is asked who it is. */
    void saysOfItself(String page) {
        version = page;
    }

    /** The last parts of the paths that were asked for. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    HttpUrl url() {
        return server.url("/");
    }

    @Override
    public void close() {
        server.close();
    }
}
