package dev.cssc.trigger;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class WorkflowResourceTest {
    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @Inject
    TestClock clock;

    private final String name = "w" + UUID.randomUUID();

    @AfterEach
    void letTheClockRun() {
        clock.release();
    }

    @Test
    void aWorkflowIsMadeShownChangedAndRemoved() {
        JsonPath made = json(post(body(name, registry, "7d", "[\"12\"]")), 201);
        assertThat(made.getString("schedule")).isEqualTo("7d");
        assertThat(made.getString("policy.repositories[0].tags[0]")).isEqualTo("12");
        assertThat(Instant.parse(made.getString("nextRunAt"))).isAfter(Instant.now());

        assertThat(json(given().get("/api/v1/workflows"), 200).getList("name")).contains(name);

        JsonPath changed = json(
                put("{\"policy\":{\"version\":\"v1\",\"repositories\":[{\"repository\":\"x\",\"tags\":[\"*\"]}]}}"),
                200);
        assertThat(changed.getString("policy.repositories[0].repository")).isEqualTo("x");
        assertThat(changed.getString("schedule")).isEqualTo("7d");
        assertThat(changed.getString("nextRunAt")).isEqualTo(made.getString("nextRunAt"));

        JsonPath daily = json(put("{\"schedule\":\"1d\"}"), 200);
        assertThat(daily.getString("policy.repositories[0].repository")).isEqualTo("x");
        assertThat(Instant.parse(daily.getString("nextRunAt")))
                .isBefore(Instant.now().plus(Duration.ofDays(1)));
        assertThat(problem(put("{\"name\":\"another\"}"), 400).getString("detail"))
                .contains("keeps its name");

        given().delete("/api/v1/workflows/" + name).then().statusCode(204);
        assertThat(problem(given().get("/api/v1/workflows/" + name), 404).getString("reason"))
                .isEqualTo("WORKFLOW_NOT_FOUND");
    }

    @Test
    void theNextFiveRunsAreShownWhenItIsMadeShownAndChanged() {
        clock.set(Instant.parse("2025-01-15T10:30:20Z"));
        List<String> days = List.of(
                "2025-01-16T10:30:00Z",
                "2025-01-31T10:30:00Z",
                "2025-02-01T10:30:00Z",
                "2025-02-16T10:30:00Z",
                "2025-03-01T10:30:00Z");
        assertThat(json(post(body(name, registry, "15d", "[\"12\"]")), 201).getList("nextRuns"))
                .isEqualTo(days);
        assertThat(json(given().get("/api/v1/workflows/" + name), 200).getList("nextRuns"))
                .isEqualTo(days);

        clock.set(Instant.parse("2025-03-29T12:00:00Z"));
        JsonPath changed = json(put("{\"schedule\":\"cron 30 2 * * * Europe/Berlin\"}"), 200);

        assertThat(changed.getString("schedule")).isEqualTo("cron 30 2 * * * Europe/Berlin");
        assertThat(changed.getString("scheduleSetAt")).isEqualTo("2025-03-29T12:00:00Z");
        assertThat(changed.getList("nextRuns", String.class).subList(0, 2))
                .containsExactly("2025-03-30T01:30:00Z", "2025-03-31T00:30:00Z");
    }

    @Test
    void anIntervalCountsFromTheMomentInWhichItWasSet() {
        clock.set(Instant.parse("2025-01-15T10:30:20Z"));
        json(post(body(name, registry, "7d", "[\"12\"]")), 201);

        JsonPath changed = json(put("{\"schedule\":\"every 7d\"}"), 200);
        clock.set(Instant.parse("2025-01-29T10:30:20Z"));

        assertThat(changed.getString("nextRunAt")).isEqualTo("2025-01-22T10:30:20Z");
        assertThat(json(given().get("/api/v1/workflows/" + name), 200).getString("nextRuns[0]"))
                .isEqualTo("2025-02-05T10:30:20Z");
    }

    @Test
    void aWorkflowIsSwitchedOffAndOnAndStaysAsItIsWhereNothingIsSaidOfIt() {
        json(post(body(name, registry, "7d", "[\"12\"]")), 201);

        JsonPath off = json(put("{\"enabled\":false}"), 200);
        assertThat(off.getBoolean("enabled")).isFalse();
        assertThat(off.getString("nextRunAt")).isNull();
        assertThat(off.getList("nextRuns")).isEmpty();
        assertThat(json(put("{\"schedule\":\"1d\"}"), 200).getBoolean("enabled"))
                .isFalse();

        JsonPath on = json(put("{\"enabled\":true}"), 200);
        assertThat(on.getBoolean("enabled")).isTrue();
        assertThat(Instant.parse(on.getString("nextRunAt"))).isAfter(Instant.now());
    }

    @Test
    void onlyTheVersionThatWasReadIsChangedOrRemoved() {
        json(post(body(name, registry, "7d", "[\"12\"]")), 201);
        Response read = given().get("/api/v1/workflows/" + name);
        String tag = read.getHeader("ETag");
        assertThat(json(read, 200).getLong("version")).isEqualTo(1);

        Response mine = ifMatch(tag).body("{\"schedule\":\"2d\"}").put("/api/v1/workflows/" + name);
        assertThat(json(mine, 200).getLong("version")).isEqualTo(2);
        assertThat(mine.getHeader("ETag")).isNotEqualTo(tag);

        JsonPath refused = problem(ifMatch(tag).body("{\"schedule\":\"3d\"}").put("/api/v1/workflows/" + name), 412);
        assertThat(refused.getString("reason")).isEqualTo("WORKFLOW_CHANGED");
        assertThat(problem(ifMatch(tag).delete("/api/v1/workflows/" + name), 412)
                        .getString("reason"))
                .isEqualTo("WORKFLOW_CHANGED");
        assertThat(json(given().get("/api/v1/workflows/" + name), 200).getString("schedule"))
                .isEqualTo("2d");

        json(put("{\"schedule\":\"4d\"}"), 200);
        ifMatch("*").delete("/api/v1/workflows/" + name).then().statusCode(204);
    }

    @Test
    void aWorkflowMadeAnewIsNotTheOneThatWasRead() {
        String tag = post(body(name, registry, "7d", "[\"12\"]")).getHeader("ETag");
        given().delete("/api/v1/workflows/" + name).then().statusCode(204);
        clock.set(Instant.now().plusSeconds(1));
        json(post(body(name, registry, "7d", "[\"12\"]")), 201);

        problem(ifMatch(tag).delete("/api/v1/workflows/" + name), 412);
    }

    @Test
    void workflowsAreReadPageByPage() {
        for (String part : List.of("-a", "-b", "-c")) {
            json(post(body(name + part, registry, "7d", "[\"12\"]")), 201);
        }

        Response first = given().get("/api/v1/workflows?limit=2&registry=" + registry + "&after=" + name);
        String next = first.getHeader("Link").replaceAll("<([^>]*)>.*", "$1");

        assertThat(json(first, 200).getList("name")).containsExactly(name + "-a", name + "-b");
        assertThat(json(first, 200).getMap("[0]")).doesNotContainKey("policy");
        assertThat(json(given().urlEncodingEnabled(false).get(next), 200).getString("[0].name"))
                .isEqualTo(name + "-c");
        assertThat(json(given().get("/api/v1/workflows?registry=other.example&after=" + name), 200)
                        .getList("name"))
                .doesNotContain(name + "-a");
    }

    @Test
    void theTypeIsTakenInAnyCaseOfLetters() {
        JsonPath made = json(
                post(body(name, registry, "7d", "[\"12\"]")
                        .replace("\"name\"", "\"type\":\"ContinuousPatchV1\",\"name\"")),
                201);

        assertThat(made.getString("type")).isEqualTo("continuouspatchv1");
        assertThat(json(given().get("/api/v1/workflows?type=CONTINUOUSPATCHV1&after=" + name.substring(0, 20)), 200)
                        .getList("name"))
                .contains(name);
    }

    @Test
    void aNameIsTakenOnce() {
        json(post(body(name, registry, "7d", "[\"12\"]")), 201);

        JsonPath problem = problem(post(body(name, registry, "1d", "[\"13\"]")), 409);

        assertThat(problem.getString("reason")).isEqualTo("WORKFLOW_EXISTS");
        assertThat(json(given().get("/api/v1/workflows/" + name), 200).getString("schedule"))
                .isEqualTo("7d");
    }

    @Test
    void aPolicyOfTheLargestSizeIsTaken() {
        String repositories = "\"repositories\":[{\"repository\":\"a\",\"tags\":[\"b\"]}]";
        String policy = "{\"version\":\"v1\",\"more\":\"" + "x".repeat(10_000_000) + "\"," + repositories + "}";

        json(
                post("{\"name\":\"%s\",\"registry\":\"%s\",\"schedule\":\"7d\",\"policy\":%s}"
                        .formatted(name, registry, policy)),
                201);

        given().delete("/api/v1/workflows/" + name).then().statusCode(204);
    }

    private static RequestSpecification ifMatch(String tag) {
        return given().contentType(ContentType.JSON).header("If-Match", tag);
    }

    private Response put(String body) {
        return given().contentType(ContentType.JSON).body(body).put("/api/v1/workflows/" + name);
    }

    private static Response post(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/api/v1/workflows");
    }

    private static String body(String name, String registry, String schedule, String tags) {
        return """
                {"name":"%s","registry":"%s","schedule":"%s",
                 "policy":{"version":"v1","repositories":[{"repository":"a","tags":%s}]}}""".formatted(name, registry, schedule, tags);
    }

    private static JsonPath json(Response response, int status) {
        return response.then().statusCode(status).extract().jsonPath();
    }

    private static JsonPath problem(Response response, int status) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .extract()
                .jsonPath();
    }
}
