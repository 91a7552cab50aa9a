package dev.cssc.trigger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.MediaType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Stands in for a registry of more images than one can push: the number behind a repository's last dash is how many tags it has
 * ({@code volume/r7-50}), each with a small image of its own. It only answers reads.
 */
final class VolumeRegistry implements AutoCloseable {
    private static final Pattern TAGS = Pattern.compile("/v2/(.+-([0-9]+))/tags/list");
    private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/(.+)");
    private static final int PAGE = 1_000;

    private final HttpServer server;
    private final Map<String, String> tagsByDigest = new ConcurrentHashMap<>();
    private final LongAdder requests = new LongAdder();

    VolumeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", this::answer);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    long requests() {
        return requests.sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.increment();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher tags = TAGS.matcher(path);
            Matcher manifest = MANIFEST.matcher(path);
            if (tags.matches()) {
                tags(exchange, tags.group(1), Integer.parseInt(tags.group(2)));
            } else if (manifest.matches()) {
                manifest(exchange, manifest.group(2));
            } else {
                exchange.sendResponseHeaders(path.equals("/v2/") ? 200 : 404, -1);
            }
        }
    }

    private static void tags(HttpExchange exchange, String repository, int count) throws IOException {
        Matcher last = Pattern.compile("last=t([0-9]+)")
                .matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        int from = last.find() ? Integer.parseInt(last.group(1)) + 1 : 0;
        int to = Math.min(count, from + PAGE);
        if (to < count) {
            exchange.getResponseHeaders()
                    .add(
                            "Link",
                            "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\"".formatted(repository, PAGE, tag(to - 1)));
        }
        send(
                exchange,
                "application/json",
                IntStream.range(from, to)
                        .mapToObj(i -> "\"" + tag(i) + "\"")
                        .collect(Collectors.joining(",", "{\"name\":\"" + repository + "\",\"tags\":[", "]}")));
    }

    private static String tag(int number) {
        return "t%06d".formatted(number);
    }

    private void manifest(HttpExchange exchange, String reference) throws IOException {
        String name = reference.startsWith("sha256:") ? tagsByDigest.get(reference) : reference;
        String layer = Digest.of("layer of " + name).value();
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":39},
                 "layers":[{"mediaType":"%s","digest":"%s","size":30}]}""".formatted(MediaType.OCI_MANIFEST, MediaType.OCI_CONFIG, layer, MediaType.OCI_LAYER_GZIP, layer);
        String digest = Digest.of(manifest.getBytes(StandardCharsets.UTF_8)).value();
        tagsByDigest.putIfAbsent(digest, name);
        exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
        send(exchange, MediaType.OCI_MANIFEST, manifest);
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
