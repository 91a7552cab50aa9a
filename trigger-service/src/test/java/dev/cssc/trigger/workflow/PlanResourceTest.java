package dev.cssc.trigger.workflow;

import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.trigger.Rest;
import dev.cssc.trigger.TestImages;
import dev.cssc.trigger.TestRegistry;
import dev.cssc.trigger.TestWorkflow;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class PlanResourceTest {
    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @ConfigProperty(name = "cssc.registries.silent.host")
    String silent;

    @Inject
    RegistryClient registries;

    @Test
    void aPlanSaysWhatAPolicyWouldSelectAndMakesNothing() {
        var workflow = TestWorkflow.in(registry);
        var images = new TestImages(registries, workflow.repository());
        Digest source = images.push("12");
        Digest patch = images.pushPatch("12-1", source);

        JsonPath plan = Rest.json(
                Rest.post("/plans", "{\"registry\":\"%s\",\"policy\":%s}".formatted(registry, workflow.policy("*"))),
                200);

        assertThat(plan.getString("tagConvention")).isEqualTo("incremental");
        assertThat(plan.getList("images")).hasSize(1);
        assertThat(plan.getString("images[0].digest")).isEqualTo(source.value());
        assertThat(plan.getString("images[0].scanDigest")).isEqualTo(patch.value());
        assertThat(plan.getString("images[0].nextTag")).isEqualTo("12-2");
        assertThat(plan.getList("leftOut.tag")).containsExactly("12-1");
        assertThat(plan.getList("errors")).isEmpty();
        assertThat(Rest.get("/workflows/" + workflow.name()).statusCode()).isEqualTo(404);
    }

    @Test
    void whatCannotBeReadIsAmongItsErrors() {
        JsonPath plan = Rest.json(Rest.post("/plans", """
                        {"registry":"%s","policy":{"version":"v1","repositories":[{"repository":"a","tags":["b"]}]}}""".formatted(silent)), 200);

        assertThat(plan.getString("errors[0].reason")).isEqualTo("REGISTRY_UNREACHABLE");
    }

    @Test
    void aPolicyThatBreaksTheRulesIsRefusedWithItsPlace() {
        JsonPath problem = Rest.problem(
                Rest.post(
                        "/plans",
                        "{\"registry\":\"%s\",\n\"policy\":{\"version\":\"v2\",\"repositories\":[]}}"
                                .formatted(registry)),
                422);

        assertThat(problem.getString("reason")).isEqualTo("POLICY_INVALID");
        assertThat(problem.getList("problems.path")).contains("$.policy.version");
        assertThat(problem.getList("problems.line")).contains(2);
        assertThat(Rest.problem(Rest.post("/plans", "{}"), 400).getString("detail"))
                .contains("policy");
    }
}
