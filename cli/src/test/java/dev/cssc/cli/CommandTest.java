package dev.cssc.cli;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands against a server that answers what the trigger service would; what was sent is looked at from its side. */
public abstract class CommandTest {
    @TempDir
    protected Path directory;

    protected final Map<String, Answer> answers = new HashMap<>();
    protected final List<String> requests = new ArrayList<>();
    protected final StringWriter out = new StringWriter();
    protected final StringWriter err = new StringWriter();
    protected String url = "";
    private HttpServer server;

    /** What the server answers; quotes may be single ones. */
    public record Answer(int status, String body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(body.isEmpty() ? request : request + " " + body);
            Answer answer = answers.getOrDefault(request, new Answer(404, "{\"title\":\"Not found\"}"));
            byte[] bytes = answer.body().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    protected void stopServing() {
        server.stop(0);
    }

    /** Runs the command and answers its exit code. */
    protected int run(String... arguments) {
        CommandLine command = CsscCommand.with(List.of(), arguments);
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    /** The path of a file with that text. */
    protected String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
