package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.Rest;
import dev.cssc.trigger.TestImages;
import dev.cssc.trigger.TestRegistry;
import dev.cssc.trigger.TestWorkflow;
import dev.cssc.trigger.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** ACR's list over REST: a workflow with two images, 11 is still queued and 12 gets on. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class ImageListTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @Inject
    RegistryClient registries;

    @Inject
    Transactions transactions;

    private TestWorkflow workflow;
    private String run;
    private String list;

    @BeforeEach
    void aRunOfTwoImages() {
        workflow = TestWorkflow.in(registry);
        var images = new TestImages(registries, workflow.repository());
        images.push("11");
        images.push("12");
        run = workflow.run(workflow.policy("*"));
        Rest.images(run, 2);
        list = "/workflows/" + workflow.name() + "/images";
    }

    @Test
    void anImageIsListedWithTheColumnsOfAcr() {
        tell(State.SCANNING, "scan", Optional.empty());
        tell(State.FIXABLE, "scan", Optional.empty());
        tell(State.FAILED, "patch", Optional.of(ReasonCode.PATCH_FAILED));

        JsonPath shown = Rest.show(list + "?status=FAILED");

        assertThat(shown.getList("image")).containsExactly(workflow.repository() + ":12");
        assertThat(shown.getString("[0].scan_status")).isEqualTo("Succeeded");
        assertThat(shown.getString("[0].scan_date")).isNotBlank();
        assertThat(shown.getString("[0].scan_task_ID")).hasSize(36);
        assertThat(shown.getString("[0].patch_status")).isEqualTo("Failed");
        assertThat(shown.getString("[0].patch_task_ID")).hasSize(36);
        assertThat(shown.getString("[0].patch_error_reason")).startsWith("PATCH_FAILED: ");
        assertThat(shown.getString("[0].workflow_type")).isEqualTo("continuouspatchv1");
        assertThat(shown.getMap("[0]"))
                .doesNotContainKeys("last_patched_image", "patch_skipped_reason", "scan_error_reason");
    }

    @Test
    void theFilterForSuccessIncludesWhatWasSkippedAndTheOneForSkippedNothingElse() {
        tell(State.CLEAN, "scan", Optional.of(ReasonCode.NOTHING_TO_PATCH));

        assertThat(Rest.show(list + "?status=Succeeded").getList("tag")).containsExactly("12");
        assertThat(Rest.show(list + "?status=Skipped").getList("tag")).containsExactly("12");
        assertThat(Rest.show(list + "?status=Queued").getList("tag")).containsExactly("11");
        assertThat(Rest.show(list + "?status=Unknown").getList("tag")).isEmpty();
        assertThat(Rest.show(list + "?status=Skipped").getString("[0].patch_skipped_reason"))
                .isNotBlank();
    }

    @Test
    void onlyTheNewestRunOfAnImageCountsAndOnlyWithinTheWindow() {
        tell(State.FAILED, "scan", Optional.of(ReasonCode.TIMED_OUT));
        transactions.await(
                tx -> tx.statement("update run set created_at = created_at - interval '10 days' where id = :id")
                        .setParameter("id", run)
                        .executeUpdate());
        assertThat(Rest.show(list + "?days=9").getList("tag")).isEmpty();
        assertThat(Rest.show(list).getList("tag")).containsExactly("11", "12");

        Rest.post("/workflows/" + workflow.name() + "/cancel").then().statusCode(202);
        String second = Rest.json(Rest.post("/workflows/" + workflow.name() + "/runs"), 201)
                .getString("id");
        Rest.images(second, 2);

        assertThat(Rest.show(list + "?status=Failed").getList("tag")).isEmpty();
        assertThat(Rest.show(list).getList("run")).containsOnly(second);
    }

    @Test
    void theWindowIsThatOfTheScheduleWhereNobodySays() {
        Rest.json(Rest.put("/workflows/" + workflow.name(), "{\"schedule\":\"2d\"}"), 200);
        transactions.await(
                tx -> tx.statement("update run set created_at = created_at - interval '3 days' where id = :id")
                        .setParameter("id", run)
                        .executeUpdate());

        assertThat(Rest.show(list).getList("tag")).isEmpty();
        assertThat(Rest.show(list + "?days=4").getList("tag")).containsExactly("11", "12");
    }

    @Test
    void imagesAreReadPageByPageOverAllWorkflows() {
        String after = workflow.repository() + ":";
        Response first = Rest.get("/images?type=ContinuousPatchV1&registry=" + registry + "&limit=1&after=" + after);
        String next = first.getHeader("Link").replaceAll("<([^>]*)>.*", "$1");

        assertThat(Rest.json(first, 200).getList("tag")).containsExactly("11");
        assertThat(Rest.json(given().urlEncodingEnabled(false).get(next), 200).getList("name"))
                .containsExactly(workflow.repository() + ":12");
        assertThat(Rest.show("/images?registry=other.example").getList("name")).isEmpty();
    }

    private void tell(State state, String service, Optional<ReasonCode> reason) {
        new Topics(kafka).tell(workflow.status(run, state, service, reason));
        await().atMost(Rest.PATIENCE)
                .until(() ->
                        Rest.show("/runs/" + run + "/events").getList("state").contains(state.name()));
    }
}
