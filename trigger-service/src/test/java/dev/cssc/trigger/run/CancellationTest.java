package dev.cssc.trigger.run;

import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.trigger.Rest;
import dev.cssc.trigger.TestImages;
import dev.cssc.trigger.TestRegistry;
import dev.cssc.trigger.TestWorkflow;
import dev.cssc.trigger.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class CancellationTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @ConfigProperty(name = "cssc.registries.silent.host")
    String silent;

    @Inject
    RegistryClient registries;

    private Topics topics;
    private TestWorkflow workflow;
    private TestImages images;

    @BeforeEach
    void useNamesOfItsOwn() {
        topics = new Topics(kafka);
        workflow = TestWorkflow.in(registry);
        images = new TestImages(registries, workflow.repository());
    }

    @Test
    void aCancelledRunIsToldToTheOthersAndIsOverWhenTheyHaveAnswered() {
        images.push("12");
        String run = workflow.run(workflow.policy("12"));
        Rest.images(run, 1);

        Rest.post("/runs/" + run + "/cancel").then().statusCode(202);
        Rest.post("/runs/" + run + "/cancel").then().statusCode(202);

        await().atMost(Rest.PATIENCE)
                .until(() -> !topics.ofRun(run, EventType.RUN_CANCELLED, RunCancelled.class)
                        .isEmpty());
        assertThat(topics.ofRun(run, EventType.RUN_CANCELLED, RunCancelled.class))
                .containsExactly(new RunCancelled(run, workflow.name()));
        assertThat(Rest.show("/runs/" + run).getBoolean("cancelRequested")).isTrue();
        topics.tell(workflow.status(run, State.CANCELLED));
        assertThat(Rest.ended(run).getMap("counts")).isEqualTo(Map.of("CANCELLED", 1));
        assertThat(Rest.show("/workflows/" + workflow.name() + "/images").getList("scan_status"))
                .containsExactly("Canceled");
    }

    @Test
    void aRunThatIsCancelledBeforeItsImagesAreKnownIsOverAndTheNextMayStart() {
        String run =
                workflow.create(silent, workflow.policy("12"), true).extract().path("run");

        Rest.post("/runs/" + run + "/cancel").then().statusCode(202);

        JsonPath ended = Rest.ended(run);
        assertThat(ended.getString("state")).isEqualTo("FINISHED");
        assertThat(ended.getString("failure.reason")).isEqualTo("CANCELLED");
        assertThat(Rest.json(Rest.post("/workflows/" + workflow.name() + "/runs"), 201)
                        .getString("id"))
                .isNotEqualTo(run);
    }

    @Test
    void allRunsOfAWorkflowAreCancelledByItsNameAndTheAnswerSaysWhich() {
        images.push("12");
        String run = workflow.run(workflow.policy("12"));

        JsonPath first = Rest.json(Rest.post("/workflows/" + workflow.name() + "/cancel"), 202);
        JsonPath again = Rest.json(Rest.post("/workflows/" + workflow.name() + "/cancel"), 202);

        assertThat(first.getString("workflow")).isEqualTo(workflow.name());
        assertThat(first.getList("runs")).containsExactly(run);
        assertThat(again.getList("runs")).isEmpty();
        assertThat(Rest.show("/runs/" + run).getBoolean("cancelRequested")).isTrue();
        assertThat(Rest.problem(Rest.post("/workflows/nope/cancel"), 404).getString("reason"))
                .isEqualTo("WORKFLOW_NOT_FOUND");
    }
}
