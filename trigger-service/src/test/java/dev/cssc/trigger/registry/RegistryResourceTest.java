package dev.cssc.trigger.registry;

import dev.cssc.common.event.EventType;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.testing.TestStack;
import dev.cssc.trigger.Rest;
import dev.cssc.trigger.TestRegistry;
import dev.cssc.trigger.TestWorkflow;
import dev.cssc.trigger.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import static dev.cssc.trigger.Rest.PATIENCE;
import static dev.cssc.trigger.Rest.get;
import static dev.cssc.trigger.Rest.json;
import static dev.cssc.trigger.Rest.post;
import static dev.cssc.trigger.Rest.problem;
import static dev.cssc.trigger.Rest.put;
import static dev.cssc.trigger.Rest.show;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
@WithTestResource(GuardedRegistry.class)
class RegistryResourceTest {
    @Inject
    Registries registries;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String configured;

    private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);
    private final String host = name + ".example";

    private String body() {
        return body("");
    }

    private String body(String more) {
        return "{\"name\":\"%s\",\"host\":\"%s\"%s}".formatted(name, host, more);
    }

    private Response define() {
        return post("/registries", body());
    }

    private List<RegistryChanged> told() {
        return new Topics(kafka).of(name, EventType.REGISTRY_CHANGED, RegistryChanged.class);
    }

    @Test
    void aRegistryIsDefinedShownChangedAndRemovedAndEachIsToldInOrder() {
        JsonPath made = json(define(), 201);
        assertThat(made.getString("source")).isEqualTo("api");
        assertThat(made.getString("credentials.kind")).isEqualTo("anonymous");
        assertThat(made.getBoolean("usable")).isTrue();
        assertThat(registries.knows(host)).as("used at once").isTrue();
        assertThat(show("/registries").getList("name")).contains(name, "local");

        JsonPath changed = json(
                put(
                        "/registries/" + name,
                        body(",\"credentials\":{\"kind\":\"secret-file\",\"username\":\"robot\",\"file\":\"right\"}")),
                200);
        assertThat(changed.getString("credentials.file")).isEqualTo("right");
        assertThat(changed.getLong("version")).isGreaterThan(made.getLong("version"));

        given().delete("/api/v1/registries/" + name).then().statusCode(204);
        assertThat(registries.knows(host)).isFalse();
        assertThat(problem(get("/registries/" + name), 404).getString("reason")).isEqualTo("REGISTRY_NOT_FOUND");

        await().atMost(PATIENCE).until(() -> told().size() == 3);
        assertThat(told()).extracting(RegistryChanged::version).isSorted();
        assertThat(told().getLast().registry()).isEmpty();
        assertThat(told().toString()).doesNotContain("secret\n");
    }

    @Test
    void whatWasReadCanBeChangedAndSentBack() {
        String etag = define().then().statusCode(201).extract().header("ETag");
        String read = get("/registries/" + name).asString();

        Response same = given().contentType(ContentType.JSON)
                .header("If-Match", etag)
                .body(read)
                .put("/api/v1/registries/" + name);

        assertThat(json(same, 200).getLong("version"))
                .isEqualTo(JsonPath.from(read).getLong("version"));
        assertThat(same.header("ETag")).isEqualTo(etag);
    }

    @Test
    void aChangeOfSomebodyElsesDoesNotGetLost() {
        String etag = define().then().statusCode(201).extract().header("ETag");
        json(put("/registries/" + name, body(",\"allowPrivateAddress\":true")), 200);

        assertThat(problem(
                                given().contentType(ContentType.JSON)
                                        .header("If-Match", etag)
                                        .body(body())
                                        .put("/api/v1/registries/" + name),
                                412)
                        .getString("reason"))
                .isEqualTo("REGISTRY_CHANGED");
        assertThat(problem(given().header("If-Match", etag).delete("/api/v1/registries/" + name), 412)
                        .getString("reason"))
                .isEqualTo("REGISTRY_CHANGED");
        assertThat(show("/registries/" + name).getBoolean("allowPrivateAddress"))
                .isTrue();
    }

    @Test
    void nameAndHostAreTakenOnceAndFreeAgainAfterARemoval() {
        define().then().statusCode(201);

        assertThat(problem(define(), 409).getString("reason")).isEqualTo("REGISTRY_EXISTS");
        assertThat(problem(
                                post(
                                        "/registries",
                                        "{\"name\":\"other-" + name + "\",\"host\":\"" + host.toUpperCase() + "\"}"),
                                409)
                        .getString("detail"))
                .contains(name);
        assertThat(problem(put("/registries/" + name, body().replace(host, "moved." + host)), 400)
                        .getString("detail"))
                .contains("keeps its host");

        given().delete("/api/v1/registries/" + name).then().statusCode(204);
        define().then().statusCode(201);
    }

    @Test
    void configuredRegistriesAreShownAndReadOnly() {
        JsonPath local = show("/registries/local");
        assertThat(local.getString("source")).isEqualTo("configuration");
        assertThat(local.getString("host")).isEqualTo(configured);

        assertThat(problem(put("/registries/local", "{\"host\":\"" + configured + "\"}"), 409)
                        .getString("reason"))
                .isEqualTo("REGISTRY_READ_ONLY");
        assertThat(problem(given().delete("/api/v1/registries/local"), 409).getString("reason"))
                .isEqualTo("REGISTRY_READ_ONLY");
        assertThat(problem(post("/registries", body().replace(host, configured)), 409)
                        .getString("reason"))
                .isEqualTo("REGISTRY_EXISTS");
    }

    @Test
    void aPasswordIsRefusedWithWhatToDoInsteadAndNotRepeated() {
        Response refused = post("/registries", body(",\n\"password\":\"hunter2\""));

        JsonPath problem = problem(refused, 400);
        assertThat(problem.getString("problems[0].path")).isEqualTo("$.password");
        assertThat(problem.getInt("problems[0].line")).isEqualTo(2);
        assertThat(problem.getString("problems[0].message")).contains("cssc.secrets.directory", "secret-file");
        assertThat(refused.asString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {}                                             | $
            []                                             | $
            {'name':'a','host':'https://r.example'}        | $.host
            {'name':'a','host':'r.example','caFile':'../x'} | $.caFile
            {'name':'a','host':'r.example','more':1}       | $.more
            """)
    void whatCannotBeReadIsRefusedByItsPath(String body, String path) {
        JsonPath problem = problem(post("/registries", body.replace('\'', '"')), 400);

        assertThat(problem.getString("reason")).isEqualTo("REQUEST_INVALID");
        assertThat(problem.getList("problems.path")).contains(path);
    }

    @Test
    void aRegistryWithoutItsSecretIsDefinedAndSaysThatItCannotBeUsedHere() {
        JsonPath made = json(
                post(
                        "/registries",
                        body(",\"credentials\":{\"kind\":\"secret-file\",\"username\":\"robot\",\"file\":\"none\"}")),
                201);

        assertThat(made.getBoolean("usable")).isFalse();
        assertThat(made.getString("problem")).contains("none");
        assertThat(problem(post("/registries/" + name + "/test", "{}"), 503).getString("reason"))
                .isEqualTo("REGISTRY_UNUSABLE");
    }

    @Test
    void aRegistryThatWorkflowsUseIsRemovedByForceOnly() {
        define().then().statusCode(201);
        TestWorkflow own = TestWorkflow.in(host);
        own.create(own.policy("12"), false);
        TestWorkflow byEntry = TestWorkflow.in(configured);
        byEntry.create(byEntry.policy("12").replace("\"tags\"", "\"registry\":\"" + host + "\",\"tags\""), false);
        TestWorkflow byTarget = TestWorkflow.in(configured);
        byTarget.create(
                byTarget.policy("12").replace("\"tags\"", "\"target\":{\"registry\":\"" + host + "\"},\"tags\""),
                false);
        TestWorkflow elsewhere = TestWorkflow.in(configured);
        elsewhere.create(elsewhere.policy("12"), false);

        JsonPath refused = problem(given().delete("/api/v1/registries/" + name), 409);

        assertThat(refused.getString("reason")).isEqualTo("REGISTRY_IN_USE");
        assertThat(refused.getString("detail"))
                .contains(own.name(), byEntry.name(), byTarget.name())
                .doesNotContain(elsewhere.name());
        given().delete("/api/v1/registries/" + name + "?force=true").then().statusCode(204);
        assertThat(Rest.get("/registries/" + name).statusCode()).isEqualTo(404);
    }

    @Test
    void whatComesAtTheSameTimeIsDefinedOnce() {
        List<Integer> statuses = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> post("/registries", body().replace(name + "\"", name + i + "\""))
                        .statusCode())
                .toList();

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
    }
}
