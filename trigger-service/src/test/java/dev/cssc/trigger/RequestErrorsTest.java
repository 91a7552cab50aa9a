package dev.cssc.trigger;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.cssc.trigger.Rest.get;
import static dev.cssc.trigger.Rest.post;
import static dev.cssc.trigger.Rest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is wrong with a request is told as a problem document. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class RequestErrorsTest {
    @Test
    void whatIsNotThereIsAProblem() {
        assertThat(problem(get("/runs/nope"), 404).getString("reason")).isEqualTo("RUN_NOT_FOUND");
        assertThat(problem(get("/workflows/nope/images"), 404).getString("reason"))
                .isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(problem(post("/workflows/nope/runs"), 404).getString("reason"))
                .isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(problem(given().delete("/api/v1/workflows/nope"), 404).getString("reason"))
                .isEqualTo("WORKFLOW_NOT_FOUND");
        assertThat(problem(post("/runs/nope/cancel"), 404).getString("reason")).isEqualTo("RUN_NOT_FOUND");
        assertThat(problem(get("/nothing"), 404).getString("type")).isEqualTo("about:blank");
    }

    @Test
    void aMethodOrMediaTypeThatIsNotTakenIsAProblem() {
        assertThat(problem(given().delete("/api/v1/workflows"), 405).getInt("status"))
                .isEqualTo(405);
        assertThat(problem(given().contentType("text/plain").body("{}").post("/api/v1/workflows"), 415)
                        .getString("title"))
                .isEqualTo("Unsupported Media Type");
        assertThat(problem(given().accept("text/html").get("/api/v1/workflows"), 406)
                        .getInt("status"))
                .isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /workflows?limit=0 | limit | a whole number from 1 to 1000
            /workflows?limit=many | limit | a whole number from 1 to 1000
            /workflows?type=other | type | continuouspatchv1
            /runs?state=DONE | state | RUNNING, FINISHED, FAILED
            /runs?limit=1001 | limit | a whole number from 1 to 1000
            /images?status=successful | status | Running, Succeeded, Failed, Queued, Skipped, Canceled, Unknown
            /images?days=-1 | days | a whole number from 1 to 3650
            /images?type=x | type | continuouspatchv1
            /runs/r/events?after=x | after | a whole number from 0
            """)
    void aValueOfAQueryParameterThatMeansNothingIsAProblem(String path, String parameter, String expected) {
        JsonPath problem = problem(get(path), 400);

        assertThat(problem.getString("reason")).isEqualTo("REQUEST_INVALID");
        assertThat(problem.getString("detail"))
                .contains("query parameter " + parameter)
                .contains(expected);
    }

    @Test
    void anIfMatchThatIsNoneIsAProblem() {
        Response answer = given().header("If-Match", "3").delete("/api/v1/workflows/nope");

        assertThat(problem(answer, 400).getString("detail")).contains("If-Match");
    }

    @Test
    void theInterfaceIsDescribed() {
        JsonPath described = given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(described.getMap("paths"))
                .containsKeys(
                        "/api/v1/workflows",
                        "/api/v1/workflows/{name}",
                        "/api/v1/workflows/{name}/runs",
                        "/api/v1/workflows/{name}/cancel",
                        "/api/v1/workflows/{name}/images",
                        "/api/v1/plans",
                        "/api/v1/images",
                        "/api/v1/runs/{id}/events");
        assertThat(described.getMap("components.schemas.AcrColumns.properties"))
                .containsKeys("scan_status", "patch_task_ID", "last_patched_image");
        assertThat(described.getString(
                        "paths.'/api/v1/workflows'.get.parameters.find { it.name == 'registry' }.description"))
                .isNotBlank();
    }
}
