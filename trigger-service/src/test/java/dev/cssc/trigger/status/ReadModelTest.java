package dev.cssc.trigger.status;

import dev.cssc.common.event.Event;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.PrometheusText;
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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What others tell on Kafka becomes what REST shows. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class ReadModelTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

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
    void statusesInAnyOrderEndInTheFurthestState() {
        Digest source = images.push("12");
        String run = workflow.run(workflow.policy("12"));
        Rest.images(run, 1);
        double patched = ended("PATCHED");
        double failed = ended("FAILED");

        topics.tell(
                workflow.patched(run, workflow.name(), source),
                workflow.status(run, State.PATCHED),
                workflow.status(run, State.SCANNING),
                workflow.status(run, State.FIXABLE),
                workflow.status(run, State.FAILED));

        await().atMost(Rest.PATIENCE)
                .until(() ->
                        Rest.show("/runs/" + run + "/events").getList("seq").size() == 5);
        JsonPath ended = Rest.ended(run);
        assertThat(ended.getString("state")).isEqualTo("FINISHED");
        assertThat(ended.getMap("counts")).isEqualTo(Map.of("PATCHED", 1));
        JsonPath shown = Rest.show("/images?name=" + workflow.repository() + ":12");
        assertThat(shown.getString("[0].state")).isEqualTo("PATCHED");
        assertThat(shown.getString("[0].patchedTag")).isEqualTo("12-1");
        assertThat(shown.getString("[0].patched.patched.digest"))
                .isEqualTo(Digest.of("patch").value());
        assertThat(shown.getString("[0].patched.fixed[0].name")).isEqualTo("libc6");
        assertThat(shown.getLong("[0].patched.addedBytes")).isEqualTo(7_300_000L);
        assertThat(Rest.show("/runs/" + run + "/events").getList("state"))
                .containsExactly("DUE", "PATCHED", "SCANNING", "FIXABLE", "FAILED");
        assertThat(Rest.show("/runs/" + run + "/events?after=3").getList("seq")).containsExactly(4, 5);
        assertThat(ended("PATCHED")).as("counted once, though told twice").isEqualTo(patched + 1);
        assertThat(ended("FAILED")).as("an end that came too late").isEqualTo(failed);
    }

    private static double ended(String state) {
        return PrometheusText.value(
                get("/q/metrics").then().statusCode(200).extract().asString(),
                "cssc_images_ended_total{reason=\"\",state=\"" + state + "\"}");
    }

    @Test
    void aRunWaitsForTheResultOfAPatchAndNotOnlyForItsState() {
        Digest source = images.push("12");
        String run = workflow.run(workflow.policy("12"));
        Rest.images(run, 1);

        topics.tell(workflow.status(run, State.PATCHED));
        await().atMost(Rest.PATIENCE)
                .until(() -> Rest.show("/runs/" + run).getMap("counts").containsKey("PATCHED"));
        assertThat(Rest.show("/runs/" + run).getString("state")).isEqualTo("RUNNING");

        topics.tell(workflow.patched(run, workflow.name(), source));
        assertThat(Rest.ended(run).getString("state")).isEqualTo("FINISHED");
    }

    @Test
    void theRunOfAnotherProducerAppearsWithItsFirstEvent() {
        String run = "foreign-" + UUID.randomUUID();

        topics.tell(workflow.patched(run, ImageDue.FOREIGN_WORKFLOW, Digest.of("source")));
        Rest.known(run);
        assertThat(Rest.show("/runs/" + run).getString("state")).isEqualTo("RUNNING");
        topics.tell(new ImageStatus(
                run,
                ImageDue.FOREIGN_WORKFLOW,
                ImageStatus.Subject.of(workflow.image("12", Digest.of("source"))),
                State.PATCHED,
                1,
                "patch",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.now()));

        assertThat(Rest.ended(run).getString("workflow")).isEqualTo("-");
        JsonPath shown = Rest.show("/images?name=" + workflow.repository() + ":12");
        assertThat(shown.getString("[0].patchedTag")).isEqualTo("12-1");
        assertThat(shown.getString("[0].workflow_type")).isNull();
    }

    @Test
    void whatIsToldOfManyImagesOfSeveralRunsAtOnceIsTakenTogether() {
        List<String> runs = List.of("foreign-" + UUID.randomUUID(), "foreign-" + UUID.randomUUID());
        List<Event> told = new ArrayList<>();
        for (int image = 0; image < 40; image++) {
            for (String run : runs) {
                told.add(status(run, "1." + image, State.SCANNING));
                told.add(status(run, "1." + image, State.CLEAN));
            }
        }

        topics.tell(told.toArray(Event[]::new));

        for (String run : runs) {
            Rest.known(run);
            await().atMost(Rest.PATIENCE)
                    .until(() ->
                            Rest.show("/runs/" + run + "/events").getList("seq").size() == 80);
            assertThat(Rest.show("/runs/" + run).getMap("counts")).isEqualTo(Map.of("CLEAN", 40));
            assertThat(Rest.show("/runs/" + run + "/events").getList("seq", Integer.class))
                    .isEqualTo(IntStream.rangeClosed(1, 80).boxed().toList());
        }
    }

    private ImageStatus status(String run, String tag, State state) {
        return new ImageStatus(
                run,
                ImageDue.FOREIGN_WORKFLOW,
                ImageStatus.Subject.of(workflow.image(tag, Digest.of(tag))),
                state,
                1,
                "scan",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.now());
    }

    @Test
    void theNewestPatchIsStillShownAfterALaterRunFoundNothingToDo() {
        String first = "foreign-" + UUID.randomUUID();
        topics.tell(workflow.patched(first, "-", Digest.of("source")));
        Rest.known(first);
        String second = "foreign-" + UUID.randomUUID();

        topics.tell(workflow.status(second, State.CLEAN));
        Rest.known(second);
        Rest.ended(second);

        JsonPath shown = Rest.show("/images?name=" + workflow.repository() + ":12");
        assertThat(shown.getString("[0].run")).isEqualTo(second);
        assertThat(shown.getString("[0].state")).isEqualTo("CLEAN");
        assertThat(shown.getString("[0].patchedTag")).isEqualTo("12-1");
        assertThat(shown.getString("[0].last_patched_image")).isEqualTo(workflow.repository() + ":12-1");
    }
}
