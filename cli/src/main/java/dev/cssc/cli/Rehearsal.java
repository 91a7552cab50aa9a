package dev.cssc.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.image.Digest;
import picocli.CommandLine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Runs the commonest commands once against a stand-in on a loopback port, for the JVM to keep what it learns of their classes (an AOT
 * cache or a class data archive). The launcher runs it after a build; it prints nothing and changes nothing.
 */
public final class Rehearsal {
    private static final byte[] MANIFEST =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{},\"layers\":[]}"
                    .getBytes(StandardCharsets.UTF_8);

    private Rehearsal() {}

    /** Rehearses. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", Rehearsal::answer);
        server.start();
        Path policy = Files.createTempFile("cssc-rehearsal", ".json");
        try {
            String host = "127.0.0.1:" + server.getAddress().getPort();
            Files.writeString(
                    policy,
                    "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"a\",\"tags\":[\"*\"],\"enabled\":true}]}");
            for (String form : List.of("json", "table")) {
                run("plan", "--config", policy.toString(), "--registry", host, "--output", form);
            }
            run("schedule", "preview", "7d");
            run("workflow", "list", "--url", "http://" + host);
            run("plan", "--help");
        } finally {
            server.stop(0);
            Files.delete(policy);
        }
    }

    private static void run(String... arguments) {
        CommandLine command = CsscCommand.with(List.of(), arguments);
        PrintWriter nowhere =
                new PrintWriter(new OutputStreamWriter(OutputStream.nullOutputStream(), StandardCharsets.UTF_8));
        command.setOut(nowhere);
        command.setErr(nowhere);
        int ignored = command.execute(arguments);
    }

    /** A registry of one repository with a few tags, and a service without workflows. */
    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = path.endsWith("/tags/list")
                ? "{\"name\":\"a\",\"tags\":[\"1\",\"1-1\",\"2\",\"3\"]}".getBytes(StandardCharsets.UTF_8)
                : path.contains("/manifests/") ? MANIFEST : "[]".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        path.contains("/manifests/")
                                ? "application/vnd.oci.image.manifest.v1+json"
                                : "application/json");
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of(MANIFEST).value());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
