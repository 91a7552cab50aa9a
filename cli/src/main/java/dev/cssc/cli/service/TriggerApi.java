package dev.cssc.cli.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
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
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** The trigger service's REST API. Every call answers the JSON it was given, or ends the command with what went wrong. */
public final class TriggerApi {
    /** The first call to a registry may take a while on the other side. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** The service's own limit on a page. */
    private static final int PAGE = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI base;

    /** The API at an address such as {@code http://127.0.0.1:18080}. */
    public TriggerApi(URI base) {
        // Behind a proxy the service may stand below a path of its own.
        this.base = URI.create(base.toString().replaceFirst("/+$", ""));
    }

    /** Creates a workflow from the document {@code {name, registry, schedule, policy, runImmediately}}. */
    public JsonNode createWorkflow(JsonNode workflow) {
        return call("POST", "/api/v1/workflows", Optional.of(workflow));
    }

    /** The same, or nothing where there is one of that name. */
    public Optional<JsonNode> createNew(JsonNode workflow) {
        HttpResponse<String> response = send("POST", "/api/v1/workflows", Optional.of(workflow));
        return response.statusCode() == 409 ? Optional.empty() : Optional.of(answer(response));
    }

    /** What the policy of {@code {registry, policy}} selects now, as it was written; nothing where the service is too old to plan. */
    public Optional<byte[]> plan(JsonNode request) {
        HttpResponse<String> response = send("POST", "/api/v1/plans", Optional.of(request));
        if (response.statusCode() == 404 || response.statusCode() == 405) {
            return Optional.empty();
        }
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), parse(response.body()));
        }
        return Optional.of(response.body().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Every image of a list, over all its pages.
     *
     * @param query which images; {@code workflow} names one whose own list is asked for
     */
    public List<JsonNode> images(Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("workflow"))
                .map(parameter -> "&" + parameter.getKey() + "=" + segment(parameter.getValue()))
                .collect(Collectors.joining());
        String list = Optional.ofNullable(query.get("workflow"))
                .map(name -> "/api/v1/workflows/" + segment(name) + "/images")
                .orElse("/api/v1/images");
        return pages(list, parameters, "images");
    }

    /** A whole list whose pages go by the names of its elements. */
    private List<JsonNode> pages(String list, String parameters, String member) {
        List<JsonNode> elements = new ArrayList<>();
        while (true) {
            String after = elements.isEmpty()
                    ? ""
                    : "&after=" + segment(elements.getLast().path("name").asText());
            List<JsonNode> page = Json.list(get(list + "?limit=" + PAGE + parameters + after), member);
            elements.addAll(page);
            if (page.size() < PAGE) {
                return elements;
            }
        }
    }

    /** Puts a workflow in the place of the one of that name. */
    public JsonNode updateWorkflow(String name, JsonNode workflow) {
        return call("PUT", "/api/v1/workflows/" + segment(name), Optional.of(workflow));
    }

    /** Every workflow, over all pages; without policies and next runs. */
    public List<JsonNode> workflows() {
        return pages("/api/v1/workflows", "", "workflows");
    }

    /** Every workflow that is about that registry, by itself or by its policy. */
    public List<JsonNode> workflows(String registry) {
        return pages("/api/v1/workflows", "&registry=" + segment(registry), "workflows");
    }

    /** One workflow. */
    public JsonNode workflow(String name) {
        return get("/api/v1/workflows/" + segment(name));
    }

    /** One workflow, or nothing where there is none of that name. */
    public Optional<JsonNode> findWorkflow(String name) {
        HttpResponse<String> response = send("GET", "/api/v1/workflows/" + segment(name), Optional.empty());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(answer(response));
    }

    /** Removes a workflow; what it patched stays. */
    public JsonNode deleteWorkflow(String name) {
        return call("DELETE", "/api/v1/workflows/" + segment(name), Optional.empty());
    }

    /** Starts a run now, whatever the schedule says. */
    public JsonNode runWorkflow(String name) {
        return call("POST", "/api/v1/workflows/" + segment(name) + "/runs", Optional.of(JSON.createObjectNode()));
    }

    /** The latest runs, newest first; of one workflow where it is named. */
    public JsonNode runs(Optional<String> workflow) {
        return get("/api/v1/runs"
                + workflow.map(name -> "?workflow=" + segment(name)).orElse(""));
    }

    /** One run with its counts. */
    public JsonNode run(String id) {
        return get("/api/v1/runs/" + segment(id));
    }

    /** Where each image of a run stands. */
    public JsonNode runImages(String id) {
        return get("/api/v1/runs/" + segment(id) + "/images");
    }

    /** State changes of a run's images, oldest first, behind a known one (0 for all). */
    public JsonNode runEvents(String id, long after) {
        return get("/api/v1/runs/" + segment(id) + "/events?after=" + after);
    }

    /** Stops what a run has not finished. */
    public JsonNode cancelRun(String id) {
        return call("POST", "/api/v1/runs/" + segment(id) + "/cancel", Optional.of(JSON.createObjectNode()));
    }

    /** Stops every run of a workflow that is going on, and answers which in {@code runs}. */
    public JsonNode cancelRuns(String workflow) {
        return call("POST", "/api/v1/workflows/" + segment(workflow) + "/cancel", Optional.of(JSON.createObjectNode()));
    }

    /** Everything known of an image by the name {@code registry/repository:tag}. */
    public JsonNode image(String name) {
        return get("/api/v1/images?name=" + segment(name));
    }

    /**
     * What stands at an address of the API.
     *
     * @param path with its query, for example {@code /api/v1/workflows}; parts that vary go through {@link #segment}
     */
    public JsonNode get(String path) {
        return call("GET", path, Optional.empty());
    }

    /** The answer to a request with a document. */
    public JsonNode post(String path, JsonNode body) {
        return call("POST", path, Optional.of(body));
    }

    /** The answer to a document put in the place of another. */
    public JsonNode put(String path, JsonNode body) {
        return call("PUT", path, Optional.of(body));
    }

    /**
     * The answer to a document put in the place of another, which must be of that version still.
     *
     * @param version as the other one said
     */
    public JsonNode put(String path, JsonNode body, long version) {
        return answer(send("PUT", path, Optional.of(body), Map.of("If-Match", "\"" + version + "\"")));
    }

    /** Removes what stands at an address. */
    public JsonNode delete(String path) {
        return call("DELETE", path, Optional.empty());
    }

    private JsonNode call(String method, String path, Optional<JsonNode> body) {
        return answer(send(method, path, body));
    }

    private HttpResponse<String> send(String method, String path, Optional<JsonNode> body) {
        return send(method, path, body, Map.of());
    }

    private HttpResponse<String> send(
            String method, String path, Optional<JsonNode> body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("Accept", "application/json, application/problem+json");
        headers.forEach(request::header);
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
                    "The trigger service at " + base + " does not answer (" + why
                            + "). Is it up? See 'cssc status', or name another address with --url or CSSC_URL.");
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

    private static JsonNode answer(HttpResponse<String> response) {
        JsonNode body = parse(response.body());
        if (response.statusCode() >= 400) {
            throw refused(response.statusCode(), body);
        }
        return body;
    }

    private static CliException refused(int status, JsonNode body) {
        return new CliException(Problem.exitCode(status), Problem.describe(status, body));
    }

    /** An answer that is no JSON (a proxy's page, say) says nothing; its status does. */
    private static JsonNode parse(String text) {
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

    /** The text as one part of a path or one value of a query. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
