package dev.cssc.common.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Hands requests on to a registry as they are, bodies streaming both ways. */
public final class RegistryProxy implements HttpHandler, AutoCloseable {
    /** Those that belong to one connection, or that the client sets itself. */
    private static final Set<String> OWN = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "expect",
            "upgrade",
            "te",
            "keep-alive",
            "date");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String target;

    /** In front of the registry at {@code host:port}, which speaks plain HTTP. */
    public RegistryProxy(String target) {
        this.target = target;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        handle(exchange, answer -> {});
    }

    /**
     * Hands the request on, and its answer back.
     *
     * @param between told of the answer before it is handed back, which waits for it; where this throws, the connection is cut instead
     */
    public void handle(HttpExchange exchange, Consumer<HttpResponse<?>> between) throws IOException {
        String method = exchange.getRequestMethod();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + target + exchange.getRequestURI()))
                .method(method, body(exchange));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        // Where a registry sends its caller on to its own address, it names the one that the caller knows.
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .ifPresent(host -> request.setHeader("X-Forwarded-Host", host));
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            between.accept(response);
            answer(exchange, method, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static BodyPublisher body(HttpExchange exchange) {
        String length = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Length"))
                .orElse("");
        boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        if (!chunked && (length.isEmpty() || length.equals("0"))) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(exchange::getRequestBody);
        return chunked ? stream : BodyPublishers.fromPublisher(stream, Long.parseLong(length));
    }

    private static void answer(HttpExchange exchange, String method, HttpResponse<InputStream> response)
            throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        Optional<String> length = response.headers().firstValue("Content-Length");
        try (InputStream body = response.body()) {
            if (method.equals("HEAD")) {
                length.ifPresent(value -> exchange.getResponseHeaders().set("Content-Length", value));
                exchange.sendResponseHeaders(response.statusCode(), -1);
                return;
            }
            long known = length.map(Long::parseLong).orElse(0L);
            boolean none = length.isPresent() && known == 0 || response.statusCode() == 204;
            exchange.sendResponseHeaders(response.statusCode(), none ? -1 : known);
            if (!none) {
                body.transferTo(exchange.getResponseBody());
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
