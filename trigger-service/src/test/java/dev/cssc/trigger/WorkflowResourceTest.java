package dev.cssc.trigger;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class WorkflowResourceTest {
    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    private final String name = "w" + UUID.randomUUID();

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
    void theTimeOfDayOfAScheduleIsTheMinuteInWhichItWasSubmitted() {
        JsonPath made = json(post(body(name, registry, "1d", "[\"12\"]")), 201);

        assertThat(made.getString("nextRunAt")).contains("T" + made.getString("timeOfDay") + ":00Z");
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
    void aRegistryThatIsNotConfiguredIsRefused() {
        JsonPath problem = problem(post(body(name, "registry.invalid", "7d", "[\"12\"]")), 422);

        assertThat(problem.getString("reason")).isEqualTo("REGISTRY_UNKNOWN");
        assertThat(problem.getString("type")).isEqualTo("urn:cssc:reason:REGISTRY_UNKNOWN");
        assertThat(problem.getString("detail")).contains("registry.invalid");
        assertThat(problem.getString("problems[0].path")).isEqualTo("$.registry");
    }

    @Test
    void malformedJsonIsToldWithItsPlace() {
        JsonPath problem = problem(post("{\"name\": \"x\",\n \"registry\": }"), 400);

        assertThat(problem.getString("reason")).isEqualTo("REQUEST_INVALID");
        assertThat(problem.getString("detail")).contains("line 2, column 14");
        assertThat(problem.getInt("problems[0].line")).isEqualTo(2);
        assertThat(problem.getInt("problems[0].column")).isEqualTo(14);
    }

    @Test
    void everythingThatIsWrongWithAPolicyIsToldAtOnce() {
        JsonPath problem = problem(post("""
                        {"name":"%s","registry":"%s","schedule":"7d",
                         "policy":{"version":"v2","repositories":[{"repository":"a","tags":["*","b","c-1"]}]}}""".formatted(name, registry)), 422);

        assertThat(problem.getString("reason")).isEqualTo("POLICY_INVALID");
        assertThat(problem.getList("problems.path"))
                .containsExactlyInAnyOrder(
                        "$.policy.version", "$.policy.repositories[0].tags[0]", "$.policy.repositories[0].tags[2]");
        assertThat(problem.getList("problems.line")).containsOnly(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [] | 400 | REQUEST_INVALID | $
            {"schedule":"7d","policy":{}} | 400 | REQUEST_INVALID | $
            {"name":"-","registry":"R","schedule":"7d","policy":P} | 400 | REQUEST_INVALID | $.name
            {"name":7,"registry":"R","schedule":"7d","policy":P} | 400 | REQUEST_INVALID | $.name
            {"name":"n","registry":"R","schedule":"31d","policy":P} | 422 | SCHEDULE_INVALID | $.schedule
            {"name":"n","registry":"R","schedule":"7d","policy":"x"} | 422 | POLICY_INVALID | $.policy
            {"name":"n","registry":"R","schedule":"7d","policy":P,"runImmediately":1} | 400 | REQUEST_INVALID | $.runImmediately
            """)
    void whatCannotBeReadIsRefusedByItsPath(String body, int status, String reason, String path) {
        String policy = "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"a\",\"tags\":[\"b\"]}]}";

        JsonPath problem =
                problem(post(body.replace("\"R\"", "\"" + registry + "\"").replace("P", policy)), status);

        assertThat(problem.getString("reason")).isEqualTo(reason);
        assertThat(problem.getString("problems[0].path")).isEqualTo(path);
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

    @Test
    void whatIsNotThereIsAProblemToo() {
        assertThat(problem(given().get("/api/v1/runs/nope"), 404).getString("reason"))
                .isEqualTo("RUN_NOT_FOUND");
        assertThat(problem(given().post("/api/v1/workflows/nope/runs"), 404).getString("reason"))
                .isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(problem(given().delete("/api/v1/workflows/nope"), 404).getString("reason"))
                .isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(problem(given().post("/api/v1/runs/nope/cancel"), 404).getString("reason"))
                .isEqualTo("RUN_NOT_FOUND");
        assertThat(problem(given().get("/api/v1/nothing"), 404).getString("type"))
                .isEqualTo("about:blank");
    }

    @Test
    void theInterfaceIsDescribed() {
        assertThat(given().accept("application/json")
                        .get("/api/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("/api/v1/workflows/{name}/runs", "/api/v1/runs/{id}/events");
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
