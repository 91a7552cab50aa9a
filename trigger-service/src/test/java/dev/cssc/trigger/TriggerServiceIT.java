package dev.cssc.trigger;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;

import static dev.cssc.trigger.Rest.ended;
import static dev.cssc.trigger.Rest.problem;
import static dev.cssc.trigger.Rest.show;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;

/** The packaged service, on a JVM or native: what a native program was not told of is missing here. */
@QuarkusIntegrationTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class TriggerServiceIT {

    @Test
    void itIsReadyWithDatabaseAndBroker() {
        get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.status", everyItem(equalTo("UP")));
    }

    @Test
    void aRunOfANewWorkflowIsExpandedByAJobAndEnds() {
        String registry = show("/registries").getString("find { it.name == 'local' }.host");
        TestWorkflow workflow = TestWorkflow.in(registry);

        String run = workflow.run(workflow.policy("12"));

        assertThat(ended(run).getString("workflow")).isEqualTo(workflow.name());
        assertThat(show("/workflows/" + workflow.name()).getString("policy.repositories[0].tags[0]"))
                .isEqualTo("12");
        JsonPath jobs = show("/jobs?run=" + run);
        assertThat(jobs.getList("kind", String.class)).contains("expand-run");
        assertThat(show("/jobs/" + jobs.getString("[0].id")).getList("log")).isNotEmpty();
    }

    @Test
    void whatIsWrongWithAPolicyIsToldWithItsPlace() {
        JsonPath problem = problem(Rest.post("/workflows", """
            {"name":"w","registry":"registry.invalid","schedule":"7d",
             "policy":{"version":"v2","repositories":[{"repository":"a","tags":["*","b"]}]}}\
            """), 422);

        assertThat(problem.getList("problems.path", String.class))
                .contains("$.policy.version", "$.policy.repositories[0].tags[0]");
    }

    @Test
    void itKnowsWhichVersionItIs() {
        get("/q/health/started")
                .then()
                .body(
                        "checks.find { it.name == 'started' }.data.version",
                        matchesPattern("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
        get("/q/metrics").then().body(matchesPattern("(?s).*\\ncssc_build_info\\{.*version=\"\\d+\\.\\d+.*"));
    }

    @Test
    void itsMetricsAndItsInterfaceAreShown() {
        get("/q/metrics").then().statusCode(200).body(containsString("cssc_ready"), containsString("kafka_consumer"));
        get("/q/openapi").then().statusCode(200).body(containsString("/api/v1/workflows"));
    }
}
