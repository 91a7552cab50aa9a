package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Workflows and runs over REST. */
final class Runs {
    private final String url;

    Runs(String triggerUrl) {
        this.url = triggerUrl + "/api/v1";
    }

    /** Creates a workflow for one tag and answers nothing; it is due by hand only, as its first day is far. */
    Http.Answer create(String name, String registry, String repository, String tag) {
        return create(name, registry, """
                {"version": "v1", "tag-convention": "incremental", "repositories": [{"repository": "%s", "tags": ["%s"]}]}
                """.formatted(repository, tag));
    }

    /** The same with a policy as it is written. */
    Http.Answer create(String name, String registry, String policy) {
        return Http.post(
                url + "/workflows",
                "{\"name\": \"%s\", \"registry\": \"%s\", \"schedule\": \"30d\", \"policy\": %s}"
                        .formatted(name, registry, policy));
    }

    /** Starts a run now and answers its id. */
    String start(String workflow) {
        Http.Answer answer = Http.post(url + "/workflows/" + workflow + "/runs", "");
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json().get("id").asText();
    }

    JsonNode run(String id) {
        return Http.get(url + "/runs/" + id).json();
    }

    /** Waits until the run has ended and answers it. */
    JsonNode ended(String id, Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> !run(id).get("state").asText().equals("RUNNING"));
        return run(id);
    }

    JsonNode images(String id) {
        JsonNode answer = Http.get(url + "/runs/" + id + "/images").json();
        return answer.isArray() ? answer : answer.get("images");
    }

    /** What is known of an image now: its latest state in any run, or an empty text. */
    String state(String image) {
        Http.Answer answer = Http.get(url + "/images?name=" + image);
        return answer.status() == 200 && !answer.text().isBlank()
                ? latest(answer.json()).path("state").asText()
                : "";
    }

    JsonNode image(String image) {
        return latest(Http.get(url + "/images?name=" + image).json());
    }

    private static JsonNode latest(JsonNode answer) {
        JsonNode images = answer.isArray() ? answer : answer.has("images") ? answer.get("images") : answer;
        return images.isArray() ? images.path(0) : images;
    }

    void awaitState(String image, String state, Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(state(image)).isEqualTo(state));
    }
}
