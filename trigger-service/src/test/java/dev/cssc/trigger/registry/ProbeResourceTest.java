package dev.cssc.trigger.registry;

import dev.cssc.common.testing.TestStack;
import dev.cssc.trigger.TestRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import static dev.cssc.trigger.Rest.get;
import static dev.cssc.trigger.Rest.json;
import static dev.cssc.trigger.Rest.post;
import static dev.cssc.trigger.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** Registries are tried from where the service runs, with its secrets. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
@WithTestResource(GuardedRegistry.class)
class ProbeResourceTest {
    @ConfigProperty(name = "test.guarded")
    String guarded;

    private String definition(String secret) {
        return """
                {"name":"guarded","host":"%s","scheme":"http","allowPrivateAddress":true,
                 "credentials":{"kind":"secret-file","username":"robot","file":"%s"}}""".formatted(guarded, secret);
    }

    private Response testUnsaved(String secret, String more) {
        return post("/registries/test", "{\"registry\":" + definition(secret) + more + "}");
    }

    private static String outcome(JsonPath report, String check) {
        return report.getString("checks.find { it.check == '" + check + "' }.outcome");
    }

    @Test
    void aRegistryIsTriedBeforeItIsDefined() {
        JsonPath report = json(testUnsaved("right", ",\"repository\":\"team/app\",\"write\":true"), 200);

        assertThat(outcome(report, "AUTH")).isEqualTo("OK");
        assertThat(outcome(report, "PUSH")).isEqualTo("OK");
        assertThat(outcome(report, "DELETE")).isEqualTo("OK");
        assertThat(get("/registries/guarded").statusCode()).isEqualTo(404);
    }

    @Test
    void aWrongSecretIsAReasonAndNotTheSecret() {
        Response answer = testUnsaved("wrong", "");

        JsonPath report = json(answer, 200);
        assertThat(report.getBoolean("passed")).isFalse();
        assertThat(report.getString("checks.find { it.check == 'AUTH' }.reason"))
                .isEqualTo("CREDENTIALS_REFUSED");
        assertThat(report.getString("checks.find { it.check == 'AUTH' }.help")).isNotBlank();
        assertThat(answer.asString()).doesNotContain("another");
    }

    @Test
    void aDefinedRegistryAndAConfiguredOneAreTriedByTheirNames() {
        json(post("/registries", definition("right")), 201);
        JsonPath report = json(post("/registries/guarded/test", ""), 200);
        assertThat(report.getBoolean("passed")).isTrue();
        assertThat(report.getString("host")).isEqualTo(guarded);

        assertThat(json(post("/registries/local/test", "{\"write\":true}"), 200).getBoolean("passed"))
                .isTrue();
        JsonPath silent = json(post("/registries/silent/test", "{}"), 200);
        assertThat(silent.getString("checks.find { it.check == 'CONNECT' }.reason"))
                .isEqualTo("CONNECTION_REFUSED");
    }

    @Test
    void whatCannotBeTriedIsAProblem() {
        assertThat(problem(post("/registries/nope/test", "{}"), 404).getString("reason"))
                .isEqualTo("REGISTRY_NOT_FOUND");
        assertThat(problem(post("/registries/local/test", "{\"repository\":\"No/Such:Path\"}"), 400)
                        .getString("detail"))
                .contains("repository path");
        assertThat(problem(post("/registries/local/test", "{\"write\":\"yes\"}"), 400)
                        .getString("problems[0].path"))
                .isEqualTo("$.write");
        assertThat(problem(post("/registries/test", "{\"registry\":{\"host\":\"a b\"}}"), 400)
                        .getString("problems[0].path"))
                .isEqualTo("$.registry.host");
    }
}
