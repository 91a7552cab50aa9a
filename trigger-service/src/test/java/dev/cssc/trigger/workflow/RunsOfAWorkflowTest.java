package dev.cssc.trigger.workflow;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class RunsOfAWorkflowTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @Inject
    RegistryClient registries;

    @Inject
    Transactions transactions;

    private TestWorkflow workflow;

    @BeforeEach
    void useNamesOfItsOwn() {
        workflow = TestWorkflow.in(registry);
        new TestImages(registries, workflow.repository()).push("12");
    }

    @Test
    void aSecondRequestJoinsTheRunThatIsGoingOn() {
        String run = workflow.run(workflow.policy("12"));

        JsonPath joined = Rest.json(Rest.post("/workflows/" + workflow.name() + "/runs"), 200);

        assertThat(joined.getString("id")).isEqualTo(run);
        assertThat(joined.getBoolean("joined")).isTrue();
    }

    @Test
    void aWorkflowThatIsDueIsRunOnceHoweverOftenItWasMissed() {
        workflow.create(workflow.policy("12"), false);

        missed("40 days");

        await().atMost(Rest.PATIENCE).until(() -> runs().getList("id").size() == 1);
        assertThat(runs().getString("[0].reason")).isEqualTo("SCHEDULED");
        assertThat(Instant.parse(Rest.show("/workflows/" + workflow.name()).getString("nextRunAt")))
                .isAfter(Instant.now());
        String run = runs().getString("[0].id");
        await().atMost(Rest.PATIENCE)
                .until(() -> new Topics(kafka)
                        .ofRun(run, EventType.IMAGE_DUE, ImageDue.class).stream()
                                .anyMatch(due -> due.reason() == DueReason.SCHEDULED));
        assertThat(runs().getList("id")).hasSize(1);
    }

    @Test
    void aDueTimeDuringARunJoinsIt() {
        String run = workflow.run(workflow.policy("12"));

        missed("1 minute");

        await().atMost(Rest.PATIENCE)
                .until(() -> Instant.parse(
                                Rest.show("/workflows/" + workflow.name()).getString("nextRunAt"))
                        .isAfter(Instant.now()));
        assertThat(runs().getList("id")).containsExactly(run);
    }

    @Test
    void runsAreReadPageByPageNewestFirst() {
        workflow.create(workflow.policy("12"), false);
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String run = Rest.json(Rest.post("/workflows/" + workflow.name() + "/runs"), 201)
                    .getString("id");
            Rest.post("/runs/" + run + "/cancel").then().statusCode(202);
            started.addFirst(run);
        }

        Response first = Rest.get("/runs?limit=2&workflow=" + workflow.name());
        String next = first.getHeader("Link").replaceAll("<([^>]*)>.*", "$1");

        assertThat(Rest.json(first, 200).getList("id")).isEqualTo(started.subList(0, 2));
        assertThat(Rest.json(given().urlEncodingEnabled(false).get(next), 200).getList("id"))
                .isEqualTo(started.subList(2, 3));
        assertThat(Rest.show("/runs?state=failed&workflow=" + workflow.name()).getList("id"))
                .isEmpty();
    }

    private void missed(String since) {
        transactions.await(tx -> tx.statement(
                        "update workflow set next_run_at = now() - cast(cast(:since as text) as interval) where name = :name")
                .setParameter("since", since)
                .setParameter("name", workflow.name())
                .executeUpdate());
    }

    private JsonPath runs() {
        return Rest.show("/runs?workflow=" + workflow.name());
    }
}
