package dev.cssc.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The workflows of a load: each asks for every tag of some repositories.
 *
 * @param registry where those are
 * @param images over all of them
 * @param repositories of each workflow, by its name
 */
record LoadWorkflows(String registry, int images, Map<String, List<String>> repositories) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TAGS = 1_000;

    /** That many, with as many images each as there are for it; a repository has a thousand tags at most. */
    static LoadWorkflows in(StandInRegistry registry, int images, int workflows) {
        Map<String, List<String>> repositories = new LinkedHashMap<>();
        for (int number = 0; number < workflows; number++) {
            int share = images * (number + 1) / workflows - images * number / workflows;
            String name = "load-" + (number + 1);
            repositories.put(name, filled(registry, name, share));
        }
        return new LoadWorkflows(registry.host(), images, repositories);
    }

    /** One, so that the services are not measured while they load their classes. */
    static LoadWorkflows warmUp(StandInRegistry registry, int images) {
        return new LoadWorkflows(registry.host(), images, Map.of("warm-up", filled(registry, "warm-up", images)));
    }

    private static List<String> filled(StandInRegistry registry, String name, int images) {
        return IntStream.iterate(0, from -> from < images, from -> from + TAGS)
                .mapToObj(from -> {
                    String repository = name + "/app-" + from / TAGS;
                    registry.fill(repository, Math.min(TAGS, images - from));
                    return repository;
                })
                .toList();
    }

    /** Their names. */
    List<String> names() {
        return List.copyOf(repositories.keySet());
    }

    /** Makes them, with a run of each at once; answers the runs. */
    List<String> start(Api api) {
        List<String> runs = new ArrayList<>();
        repositories.forEach((name, ofIt) -> runs.add(api.create(body(name, ofIt))));
        return runs;
    }

    /** Starts a run of each once more; answers the runs. */
    List<String> startAgain(Api api) {
        return repositories.keySet().stream().map(api::start).toList();
    }

    private ObjectNode body(String name, List<String> ofIt) {
        ObjectNode body = JSON.createObjectNode()
                .put("name", name)
                .put("registry", registry)
                .put("schedule", "30d")
                .put("runImmediately", true);
        ArrayNode entries = body.putObject("policy")
                .put("version", "v1")
                .put("tag-convention", "incremental")
                .putArray("repositories");
        ofIt.forEach(repository -> entries.addObject()
                .put("repository", repository)
                .putArray("tags")
                .add("*"));
        return body;
    }

    /** What of the trigger service's REST is used. */
    record Api(String url) {
        private static final HttpClient HTTP = HttpClient.newHttpClient();

        /** Makes a workflow with a run at once; answers the run. */
        String create(JsonNode workflow) {
            return send(request("/api/v1/workflows")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(workflow.toString()))
                            .build())
                    .path("run")
                    .asText();
        }

        /** Starts a run of a workflow that is there; answers the run. */
        String start(String workflow) {
            return send(request("/api/v1/workflows/" + workflow + "/runs")
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build())
                    .path("id")
                    .asText();
        }

        /** Whether the run is over. */
        boolean finished(String run) {
            String state =
                    send(request("/api/v1/runs/" + run).build()).path("state").asText();
            if (state.equals("FAILED")) {
                throw new CliException("Run " + run + " failed. Nothing was measured.");
            }
            return state.equals("FINISHED");
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(1));
        }

        private static JsonNode send(HttpRequest request) {
            try {
                HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
                if (response.statusCode() >= 300) {
                    throw new CliException(request.method() + " " + request.uri() + " answered " + response.statusCode()
                            + ": " + response.body());
                }
                return JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new CliException(request.uri() + " answered with no JSON: " + e.getOriginalMessage());
            } catch (IOException e) {
                throw new UncheckedIOException("the trigger service does not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
