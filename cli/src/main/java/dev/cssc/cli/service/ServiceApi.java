package dev.cssc.cli.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.ListLimit;
import dev.cssc.cli.output.Json;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** The REST API of a service. Every call answers the JSON it was given, or ends the command with what went wrong. */
public class ServiceApi {
    /** The first call to a registry may take a while on the other side. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final Service service;
    private final URI base;

    /** The API of that service at an address such as {@code http://127.0.0.1:18080}. */
    public ServiceApi(Service service, URI base) {
        this.service = service;
        // Behind a proxy the service may stand below a path of its own.
        this.base = URI.create(base.toString().replaceFirst("/+$", ""));
    }

    /** The answer to a request that has nothing to say. */
    public final JsonNode postNothing(String path) {
        return call("POST", path, Optional.of(JSON.createObjectNode()));
    }

    /**
     * What stands at an address of the API.
     *
     * @param path with its query, for example {@code /api/v1/workflows}; parts that vary go through {@link #segment}
     */
    public final JsonNode get(String path) {
        return call("GET", path, Optional.empty());
    }

    /**
     * A whole list whose pages go by the names of its elements.
     *
     * @param list its path, with or without a query
     * @param parameters further ones, each as {@link #parameter} writes it
     * @param member of an answer, where that is no list itself
     * @param name the field of an element that has its name
     * @param page reads one page, given its path with the query
     */
    public final List<JsonNode> pages(
            String list, String parameters, String member, String name, Function<String, JsonNode> page) {
        String query = list + (list.contains("?") ? "&" : "?") + "limit=" + ListLimit.MOST + parameters;
        List<JsonNode> elements = new ArrayList<>();
        while (true) {
            String after = elements.isEmpty() ? "" : parameter("after", Json.text(elements.getLast(), name));
            List<JsonNode> more = Json.list(page.apply(query + after), member);
            elements.addAll(more);
            if (more.size() < ListLimit.MOST) {
                return elements;
            }
        }
    }

    /** What stands at an address, as it comes: the answer is no JSON of the API's own form. */
    public final String text(String path) {
        HttpResponse<String> response = send("GET", path, Optional.empty(), Map.of("Accept", "*/*"));
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), parse(response.body()));
        }
        return response.body();
    }

    /** The answer to a request with a document. */
    public final JsonNode post(String path, JsonNode body) {
        return call("POST", path, Optional.of(body));
    }

    /** The answer to a document put in the place of another. */
    public final JsonNode put(String path, JsonNode body) {
        return call("PUT", path, Optional.of(body));
    }

    /**
     * The answer to a document put in the place of another, which must be of that version still.
     *
     * @param version as the other one said
     */
    public final JsonNode put(String path, JsonNode body, long version) {
        return answer(send("PUT", path, Optional.of(body), Map.of("If-Match", "\"" + version + "\"")));
    }

    /** Removes what stands at an address. */
    public final JsonNode delete(String path) {
        return call("DELETE", path, Optional.empty());
    }

    final JsonNode call(String method, String path, Optional<JsonNode> body) {
        return answer(send(method, path, body));
    }

    final HttpResponse<String> send(String method, String path, Optional<JsonNode> body) {
        return send(method, path, body, Map.of());
    }

    private HttpResponse<String> send(
            String method, String path, Optional<JsonNode> body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .setHeader("Accept", "application/json, application/problem+json");
        headers.forEach(request::setHeader);
        body.ifPresent(ignored -> request.header("Content-Type", "application/json"));
        request.method(
                method,
                body.map(JsonNode::toString).map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            String why = why(e);
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "The " + service.title() + " at " + base + " does not answer (" + why
                            + "). Is it up? See 'cssc status', or name another address with --url or "
                            + service.variable() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while waiting for " + base + ".");
        }
    }

    /** Java's client says of some exceptions nothing but their type. */
    private static String why(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException timeout -> "no connection within " + CONNECT.toSeconds() + " s";
            case HttpTimeoutException timeout -> "no answer within " + LIMIT.toSeconds() + " s";
            case ConnectException refused ->
                find(refused, UnresolvedAddressException.class) ? "the name does not resolve" : "connection refused";
            case SSLException tls -> "TLS: " + tls.getMessage();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static boolean find(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    static JsonNode answer(HttpResponse<String> response) {
        JsonNode body = parse(response.body());
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), body);
        }
        return body;
    }

    static CliException refused(int status, JsonNode body) {
        return new CliException(Problem.exitCode(status), Problem.describe(status, body));
    }

    /** An answer that is no JSON (a proxy's page, say) says nothing; its status does. */
    static JsonNode parse(String text) {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            ObjectNode said = JSON.createObjectNode();
            said.put("detail", text.substring(0, Math.min(text.length(), 200)));
            return said;
        }
    }

    /** A further parameter of a query; nothing where there is no value. */
    public static String parameter(String name, Optional<String> value) {
        return value.map(text -> parameter(name, text)).orElse("");
    }

    /** A further parameter of a query. */
    public static String parameter(String name, String value) {
        return "&" + name + "=" + segment(value);
    }

    /** The text as one part of a path or one value of a query. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
