package dev.cssc.trigger.signal;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.Digest;
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
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the scan service tells to be fixable becomes due, in a run of its own and nothing else with it. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class AdvisoriesTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @Inject
    RegistryClient registries;

    @Inject
    Transactions transactions;

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
    void theNamedImagesBecomeDueWorstFirstAsTheRegistryHasThemNow() {
        Digest eleven = images.push("11");
        Digest twelve = images.push("12");
        Digest patch = images.pushPatch("12-1", twelve);
        images.push("13");
        workflow.create(workflow.policy("*"), false);

        topics.tell(news("11", "12"));

        String run = advisoryRun();
        Rest.images(run, 2);
        await().atMost(Rest.PATIENCE).until(() -> due(run).size() == 2);
        // Kafka keeps the order of one image only; the run's history has that of all.
        assertThat(Rest.show("/runs/" + run + "/events").getList("image"))
                .containsExactly(workflow.repository() + ":12", workflow.repository() + ":11");
        assertThat(due(run)).extracting(due -> due.candidate().digest()).containsExactlyInAnyOrder(patch, eleven);
        assertThat(due(run)).extracting(ImageDue::reason).containsOnly(DueReason.ADVISORY);
        assertThat(Rest.show("/runs/" + run).getInt("totals.notAskedFor")).isZero();
    }

    @Test
    void aRunThatIsGoingOnDoesNotHoldItUpAndStaysJoinable() {
        images.push("11");
        images.push("12");
        String going = workflow.run(workflow.policy("*"));
        Rest.images(going, 2);

        topics.tell(news("12"));

        Rest.images(advisoryRun(), 1);
        assertThat(Rest.post("/workflows/" + workflow.name() + "/runs")
                        .jsonPath()
                        .getString("id"))
                .isEqualTo(going);
        assertThat(Rest.post("/workflows/" + workflow.name() + "/cancel")
                        .jsonPath()
                        .getList("runs"))
                .hasSize(2);
    }

    @Test
    void theSameEventAgainMakesNoSecondRun() {
        images.push("12");
        workflow.create(workflow.policy("*"), false);

        UUID event = handled(news("12"));
        topics.tellAgain(event, news("12"));
        handled(news("12"));

        // The last one, behind the repetition on the same partition, is another event and another run.
        assertThat(runs()).hasSize(2);
    }

    @Test
    void whatThePolicySelectsNoMoreIsLeftOutWithTheReason() {
        images.push("11");
        images.push("12");
        workflow.create(workflow.policy("12"), false);

        topics.tell(news("11", "gone", "12"));

        String run = advisoryRun();
        Rest.images(run, 1);
        JsonPath shown = Rest.show("/runs/" + run);
        assertThat(shown.getList("leftOut.tag")).containsExactlyInAnyOrder("11", "gone");
        assertThat(shown.getList("leftOut.why", String.class))
                .allSatisfy(why -> assertThat(why).contains("advisory"));
    }

    @Test
    void aWorkflowThatWantsNoneHasNoRunUntilItDoes() {
        images.push("12");
        workflow.create(workflow.policy("*"), false);
        assertThat(Rest.show("/workflows/" + workflow.name()).getBoolean("advisories"))
                .isTrue();

        Rest.json(Rest.put("/workflows/" + workflow.name(), "{\"advisories\": false}"), 200);
        handled(news("12"));
        Rest.json(Rest.put("/workflows/" + workflow.name(), "{\"advisories\": true, \"enabled\": false}"), 200);
        handled(news("12"));
        assertThat(runs()).isEmpty();

        Rest.json(Rest.put("/workflows/" + workflow.name(), "{\"enabled\": true}"), 200);
        handled(news("12"));
        assertThat(runs()).hasSize(1);
    }

    @Test
    void newsOfAWorkflowThatIsGoneIsNoError() {
        handled(news("12"));

        assertThat(runs()).isEmpty();
    }

    private static final Scanner SCANNER = new Scanner("trivy", "0.74.0", "trivy-db@sha256:1");

    private BecameFixable news(String... tags) {
        return new BecameFixable(
                workflow.name(),
                SCANNER,
                Arrays.stream(tags).map(tag -> affected(workflow, tag)).toList());
    }

    /** Tells it, and waits until the service has dealt with it. */
    private UUID handled(BecameFixable news) {
        UUID event = UUID.randomUUID();
        topics.tellAgain(event, news);
        await().atMost(Rest.PATIENCE)
                .until(() -> transactions.await(tx -> tx.column(
                                        "select count(*) from processed_event where id = cast(:id as uuid)", Long.class)
                                .setParameter("id", event.toString())
                                .getSingleResult())
                        == 1);
        return event;
    }

    /** 12 is worse off than the others. */
    private static BecameFixable.Affected affected(TestWorkflow workflow, String tag) {
        Severity severity = tag.equals("12") ? Severity.CRITICAL : Severity.HIGH;
        return new BecameFixable.Affected(workflow.repository() + ":" + tag, severity, List.of("CVE-2026-0001"));
    }

    private List<ImageDue> due(String run) {
        return topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class);
    }

    private List<String> runs() {
        JsonPath shown = Rest.show("/runs?workflow=" + workflow.name());
        return shown.getList("findAll { it.reason == 'ADVISORY' }.id");
    }

    private String advisoryRun() {
        await().atMost(Rest.PATIENCE).until(() -> !runs().isEmpty());
        return runs().getFirst();
    }
}
