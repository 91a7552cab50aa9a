package dev.cssc.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A stand-in for a registry: {@linkplain StandInImage images} in this process's memory, on loopback, in plain HTTP. It answers what the
 * services ask of a registry and takes what they push, without the checks of a real one: a blob is in all repositories at once.
 */
final class StandInRegistry implements AutoCloseable {
    private static final String JSON = "application/json";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, NavigableMap<String, byte[]>> repositories = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    private StandInRegistry(HttpServer server) {
        this.server = server;
        List.of(StandInImage.CONFIG, StandInImage.LAYER).forEach(this::keep);
    }

    /** Starts one on a free port. */
    static StandInRegistry start() {
        try {
            System.setProperty("sun.net.httpserver.nodelay", "true"); // else answers wait for the other side's 40 ms
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            StandInRegistry registry = new StandInRegistry(server);
            server.setExecutor(registry.threads);
            server.createContext("/v2/", registry::answer);
            server.createContext("/stand-in/copa", registry::patch);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException("starting the stand-in of a registry", e);
        }
    }

    /** {@code host:port}. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** What a service is told, so that it may use it; by environment variable. */
    Map<String, String> settings(String name) {
        String registry = "CSSC_REGISTRIES_" + name + "_";
        return Map.of(
                registry + "HOST", host(), registry + "SCHEME", "http", registry + "ALLOW_PRIVATE_ADDRESS", "true");
    }

    /** Makes that many images in a repository, with the tags {@code 1.0.0} and so on. No two have the same digest. */
    List<PinnedImage> fill(String repository, int images) {
        List<PinnedImage> filled = new ArrayList<>();
        for (int number = 0; number < images; number++) {
            Tag tag = new Tag("1.%d.%d".formatted(number / 100, number % 100));
            byte[] manifest = StandInImage.manifest(repository + ":" + tag.value());
            Digest digest = put(repository, tag.value(), manifest);
            filled.add(new PinnedImage(new Repository(host(), repository), tag, digest));
        }
        return filled;
    }

    private Digest put(String repository, String reference, byte[] manifest) {
        Digest digest = Digest.of(manifest);
        manifests.put(digest.value(), manifest);
        if (!reference.startsWith("sha256:")) {
            repositories
                    .computeIfAbsent(repository, r -> new ConcurrentSkipListMap<>())
                    .put(reference, manifest);
        }
        return digest;
    }

    private String keep(byte[] blob) {
        String digest = Digest.of(blob).value();
        blobs.put(digest, blob);
        return digest;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath().substring("/v2/".length());
            int manifest = path.lastIndexOf("/manifests/");
            int upload = path.lastIndexOf("/blobs/uploads/");
            int blob = path.lastIndexOf("/blobs/");
            if (path.isEmpty()) {
                send(exchange, 200, JSON, "{}".getBytes(StandardCharsets.UTF_8));
            } else if (path.endsWith("/tags/list")) {
                send(exchange, 200, JSON, tags(path.substring(0, path.length() - "/tags/list".length())));
            } else if (manifest > 0) {
                manifest(
                        exchange, path.substring(0, manifest), path.substring(manifest + "/manifests/".length()), body);
            } else if (upload > 0) {
                upload(exchange, path.substring(0, upload), path.substring(upload + "/blobs/uploads/".length()), body);
            } else {
                byte[] found = blob > 0 ? blobs.get(path.substring(blob + "/blobs/".length())) : null;
                send(exchange, 200, "application/octet-stream", found);
            }
        }
    }

    private byte @Nullable [] tags(String repository) {
        NavigableMap<String, byte[]> tags = repositories.get(repository);
        return tags == null
                ? null
                : tags.keySet().stream()
                        .map(tag -> "\"" + tag + "\"")
                        .collect(Collectors.joining(",", "{\"name\":\"" + repository + "\",\"tags\":[", "]}"))
                        .getBytes(StandardCharsets.UTF_8);
    }

    private void manifest(HttpExchange exchange, String repository, String reference, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                Digest digest = put(repository, reference, body);
                exchange.getResponseHeaders().set("Docker-Content-Digest", digest.value());
                exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/manifests/" + digest.value());
                exchange.sendResponseHeaders(201, -1);
            }
            case "DELETE" -> {
                NavigableMap<String, byte[]> tags =
                        repositories.getOrDefault(repository, new ConcurrentSkipListMap<>());
                if (reference.startsWith("sha256:")) { // of a published patch another repository has it still
                    tags.values().removeIf(kept -> Digest.of(kept).value().equals(reference));
                } else {
                    tags.remove(reference);
                }
                exchange.sendResponseHeaders(202, -1);
            }
            default -> {
                byte[] found = find(repository, reference);
                send(exchange, 200, StandInImage.MANIFEST_TYPE, found);
            }
        }
    }

    private byte @Nullable [] find(String repository, String reference) {
        NavigableMap<String, byte[]> tags = repositories.get(repository);
        return reference.startsWith("sha256:") ? manifests.get(reference) : tags == null ? null : tags.get(reference);
    }

    /** In one piece, or of a blob that is there already. */
    private void upload(HttpExchange exchange, String repository, String id, byte[] body) throws IOException {
        Map<String, String> query = query(exchange);
        String known = query.getOrDefault("mount", "");
        String blobs = "/v2/" + repository + "/blobs/";
        if (exchange.getRequestMethod().equals("POST") && this.blobs.containsKey(known)) {
            exchange.getResponseHeaders().set("Location", blobs + known);
            exchange.sendResponseHeaders(201, -1);
        } else if (exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Location", blobs + "uploads/" + UUID.randomUUID());
            exchange.sendResponseHeaders(202, -1);
        } else if (exchange.getRequestMethod().equals("PUT") && query.containsKey("digest") && body.length > 0) {
            exchange.getResponseHeaders().set("Location", blobs + keep(body));
            exchange.sendResponseHeaders(201, -1);
        } else {
            exchange.getResponseHeaders().set("Location", blobs + "uploads/" + id);
            exchange.sendResponseHeaders(405, -1);
        }
    }

    /** What {@link StandInCopa} asks for: the image with a layer more, under the tag that Copa was to push. */
    private void patch(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = query(exchange);
            String tag = query.getOrDefault("tag", "");
            byte[] source = manifests.get(query.getOrDefault("digest", ""));
            if (source == null || tag.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            List.of(StandInImage.PATCHED_CONFIG, StandInImage.PATCH_LAYER).forEach(this::keep);
            String path = tag.substring(tag.indexOf('/') + 1);
            int colon = path.lastIndexOf(':');
            put(path.substring(0, colon), path.substring(colon + 1), StandInImage.patched(source));
            exchange.sendResponseHeaders(201, -1);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String text = exchange.getRequestURI().getQuery();
        if (text != null) {
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                query.put(pair.substring(0, Math.max(0, equals)), pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, String type, byte @Nullable [] body)
            throws IOException {
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of(body).value());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
