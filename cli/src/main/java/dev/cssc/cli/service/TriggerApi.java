package dev.cssc.cli.service;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The trigger service's REST API. */
public final class TriggerApi extends ServiceApi {
    /** The API at an address such as {@code http://127.0.0.1:18080}. */
    public TriggerApi(URI base) {
        super(Service.TRIGGER, base);
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
                .map(parameter -> parameter(parameter.getKey(), parameter.getValue()))
                .collect(Collectors.joining());
        String list = Optional.ofNullable(query.get("workflow"))
                .map(name -> "/api/v1/workflows/" + segment(name) + "/images")
                .orElse("/api/v1/images");
        return pages(list, parameters, "images");
    }

    private List<JsonNode> pages(String list, String parameters, String member) {
        return pages(list, parameters, member, "name", this::get);
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
        return pages("/api/v1/workflows", parameter("registry", registry), "workflows");
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
}
