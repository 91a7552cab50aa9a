package dev.cssc.common.testing.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.testing.RegistryProxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for a registry whose storage hangs, in front of a real one: manifests and configurations come, of a layer the first bytes and
 * then nothing, for as long as a file is there. A program of its own, {@code StallingLayers REGISTRY ADDRESS STALL}: it writes its address
 * into the file ADDRESS, stalls while the file STALL exists, and ends when its standard input does.
 */
public final class StallingLayers {
    private static final int FIRST_BYTES = 1024;

    /** What is smaller is a configuration. */
    private static final long SMALLEST_LAYER = 64 * 1024;

    private final String registry;
    private final Path stall;
    private final RegistryProxy proxy;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private StallingLayers(String registry, Path stall) {
        this.registry = registry;
        this.stall = stall;
        this.proxy = new RegistryProxy(registry);
    }

    public static void main(String[] arguments) throws IOException {
        Path address = Path.of(arguments[1]).toAbsolutePath();
        StallingLayers layers = new StallingLayers(arguments[0], Path.of(arguments[2]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", layers::handle);
        server.start();
        Path unfinished = Files.writeString(
                address.resolveSibling(address.getFileName() + ".new"),
                "127.0.0.1:" + server.getAddress().getPort());
        Files.move(unfinished, address, StandardCopyOption.ATOMIC_MOVE);
        while (System.in.read() >= 0) {
            // whoever started this program holds the other end
        }
        server.stop(0);
        layers.proxy.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean blob = exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().getPath().contains("/blobs/sha256:");
        if (blob && Files.exists(stall)) {
            long size = size(exchange.getRequestURI());
            if (size >= SMALLEST_LAYER) {
                stall(exchange, size);
                return;
            }
        }
        proxy.handle(exchange);
    }

    private long size(URI blob) throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://" + registry + blob))
                                    .HEAD()
                                    .build(),
                            BodyHandlers.discarding())
                    .headers()
                    .firstValueAsLong("Content-Length")
                    .orElse(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Cut off when the file goes away, as a connection is when storage comes back. */
    private void stall(HttpExchange exchange, long size) throws IOException {
        exchange.sendResponseHeaders(200, size);
        exchange.getResponseBody().write(new byte[FIRST_BYTES]);
        exchange.getResponseBody().flush();
        try {
            while (Files.exists(stall)) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }
}
