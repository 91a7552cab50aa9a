package dev.cssc.common.testing.trace;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A collector on loopback: takes what services export over OTLP/HTTP ({@code POST /v1/traces}), and tells all of it ({@code GET /spans}), so that
 * a test in another class loader or process can ask as well.
 */
public final class OtlpReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();

    private OtlpReceiver(HttpServer server) {
        this.server = server;
    }

    /** Starts one at any free port. */
    public static OtlpReceiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            OtlpReceiver receiver = new OtlpReceiver(server);
            server.createContext("/v1/traces", receiver::take);
            server.createContext("/spans", receiver::tell);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("starting a collector of traces", e);
        }
    }

    /** For {@code cssc.traces.endpoint}. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was received up to now. */
    public List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    /** What the one at that address has received up to now. */
    public static List<ReceivedSpan> spans(String address) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            byte[] answer = http.send(
                            HttpRequest.newBuilder(URI.create(address + "/spans"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            return JSON.readValue(answer, new TypeReference<List<ReceivedSpan>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("asking " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (ProtobufFields ofResource : ProtobufFields.read(
                            exchange.getRequestBody().readAllBytes())
                    .messages(1)) {
                String service = ofResource.messages(1).stream()
                        .map(resource -> attributes(resource, 1).getOrDefault("service.name", ""))
                        .findFirst()
                        .orElse("");
                ofResource
                        .messages(2)
                        .forEach(scope -> scope.messages(2).forEach(span -> spans.add(span(service, span))));
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void tell(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer = JSON.writeValueAsBytes(spans());
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static ReceivedSpan span(String service, ProtobufFields span) {
        return new ReceivedSpan(
                service,
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                span.text(5),
                span.number(6).orElse(0L).intValue(),
                span.messages(15).stream().anyMatch(status -> status.number(3).orElse(0L) == 2),
                attributes(span, 9),
                span.messages(13).stream().map(link -> hex(link, 1)).toList());
    }

    private static String hex(ProtobufFields message, int number) {
        return message.bytes(number).map(HexFormat.of()::formatHex).orElse("");
    }

    private static Map<String, String> attributes(ProtobufFields message, int number) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (ProtobufFields pair : message.messages(number)) {
            ProtobufFields value = pair.messages(2).getFirst();
            String text = value.bytes(1).isPresent()
                    ? value.text(1)
                    : value.number(3)
                            .or(() -> value.number(2))
                            .map(String::valueOf)
                            .orElse("");
            attributes.put(pair.text(1), text);
        }
        return attributes;
    }
}
