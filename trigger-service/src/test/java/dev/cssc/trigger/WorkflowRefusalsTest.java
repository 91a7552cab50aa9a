package dev.cssc.trigger;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.UUID;

import static dev.cssc.trigger.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** Bodies about workflows that are refused, each with all that is wrong with it. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class WorkflowRefusalsTest {
    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    private final String name = "w" + UUID.randomUUID();

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
            {"name":"n","registry":"R","schedule":"7d","policy":P,"enabled":null} | 400 | REQUEST_INVALID | $.enabled
            {"name":"n","registry":"R","schedule":"7d","policy":P,"type":"other"} | 400 | REQUEST_INVALID | $.type
            {"name":"n","registry":null,"schedule":"7d","policy":P} | 400 | REQUEST_INVALID | $.registry
            {"name":"n","schedule":"7d","policy":P} | 422 | POLICY_INVALID | $.policy.repositories[0]
            {"name":"n","registry":"R","schedule":"cron 0 0 30 2 *","policy":P} | 422 | SCHEDULE_INVALID | $.schedule
            """)
    void whatCannotBeReadIsRefusedByItsPath(String body, int status, String reason, String path) {
        String policy = "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"a\",\"tags\":[\"b\"]}]}";

        JsonPath problem =
                problem(post(body.replace("\"R\"", "\"" + registry + "\"").replace("P", policy)), status);

        assertThat(problem.getString("reason")).isEqualTo(reason);
        assertThat(problem.getString("problems[0].path")).isEqualTo(path);
    }

    @Test
    void aRegistryThatOnlyThePolicyNamesMustBeConfiguredToo() {
        JsonPath problem = problem(post("""
                {"name":"%s","registry":"%s","schedule":"7d",
                 "policy":{"version":"v1","repositories":[{"repository":"a","tags":["b"]},
                   {"registry":"elsewhere.example","repository":"c","tags":["d"]}]}}""".formatted(name, registry)), 422);

        assertThat(problem.getString("reason")).isEqualTo("REGISTRY_UNKNOWN");
        assertThat(problem.getString("problems[0].path")).isEqualTo("$.policy.repositories[1]");
        assertThat(problem.getInt("problems[0].line")).isEqualTo(3);
        assertThat(problem.getString("problems[0].message")).contains("elsewhere.example");
    }

    @Test
    void aRegistryInWhichPatchesArePublishedMustBeConfiguredToo() {
        JsonPath problem = problem(post("""
                {"name":"%s","registry":"%s","schedule":"7d",
                 "policy":{"version":"v1","repositories":[{"repository":"a","tags":["b"],
                   "target":{"registry":"elsewhere.example"}}]}}""".formatted(name, registry)), 422);

        assertThat(problem.getString("reason")).isEqualTo("REGISTRY_UNKNOWN");
        assertThat(problem.getString("problems[0].path")).isEqualTo("$.policy.repositories[0]");
        assertThat(problem.getString("problems[0].message"))
                .isEqualTo("publishes patches in the registry elsewhere.example, which is not configured here");
    }

    @Test
    void patchesThatWouldBePatchedAreRefused() {
        JsonPath problem = problem(post("""
                {"name":"%s","registry":"%s","schedule":"7d",
                 "policy":{"version":"v1","repositories":[{"repository":"a","tags":["b"],"target":{"prefix":"p"}},
                   {"repository":"p/a","tags":["*"]}]}}""".formatted(name, registry)), 422);

        assertThat(problem.getString("reason")).isEqualTo("POLICY_INVALID");
        assertThat(problem.getString("problems[0].path")).isEqualTo("$.policy.repositories[0].target");
        assertThat(problem.getInt("problems[0].line")).isEqualTo(2);
    }

    @Test
    void aRefusedScheduleSaysWhatMayBeMeant() {
        JsonPath problem = problem(post(body(name, registry, "7D", "[\"12\"]")), 422);

        assertThat(problem.getString("problems[0].message")).contains("Did you mean '7d'?");
        assertThat(problem.getString("help")).contains("Nd", "every", "cron");
    }

    private static Response post(String body) {
        return Rest.post("/workflows", body);
    }

    private static String body(String name, String registry, String schedule, String tags) {
        return """
                {"name":"%s","registry":"%s","schedule":"%s",
                 "policy":{"version":"v1","repositories":[{"repository":"a","tags":%s}]}}""".formatted(name, registry, schedule, tags);
    }
}
