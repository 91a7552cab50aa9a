package dev.cssc.trigger.run;

import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
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

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Workflows whose policy publishes patches in a repository of their own. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class PatchesElsewhereTest {
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
    private Repository site;
    private TestImages patches;

    @BeforeEach
    void useNamesOfItsOwn() {
        topics = new Topics(kafka);
        workflow = TestWorkflow.in(registry);
        images = new TestImages(registries, workflow.repository());
        site = workflow.repository().sibling("patched/" + workflow.repository().path());
        patches = new TestImages(registries, site);
    }

    private String policy(String target) {
        return """
                {"version":"v1","repositories":[{"repository":"%s","tags":["12"],"target":%s}]}""".formatted(workflow.repository().path(), target);
    }

    private ImageDue theOnlyDue(String run) {
        await().atMost(Rest.PATIENCE)
                .until(() ->
                        topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).size() == 1);
        return topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).getFirst();
    }

    @Test
    void theNewestPatchThereIsJudgedAndTheRunNamesIt() {
        Digest source = images.push("12");
        images.pushPatch("12-9", source);
        patches.pushPatch("12-1", source);
        Digest newest = patches.pushPatch("12-2", source);

        String run = workflow.run(policy("{\"prefix\":\"patched\"}"));

        ImageDue due = theOnlyDue(run);
        assertThat(due.source()).isEqualTo(workflow.image("12", source));
        assertThat(due.candidate()).isEqualTo(new PinnedImage(site, new Tag("12-2"), newest));
        assertThat(due.criteria().orElseThrow().target())
                .contains(new PatchTarget(Optional.empty(), Optional.of("patched")));
        JsonPath shown = Rest.show("/runs/" + run + "/images");
        assertThat(shown.getString("[0].candidate.repository")).isEqualTo(site.toString());
        assertThat(shown.getString("[0].candidate.tag")).isEqualTo("12-2");
        assertThat(shown.getString("[0].last_patched_image")).isEqualTo(site + ":12-2");
    }

    @Test
    void whereNothingIsPublishedYetTheSourceIsJudged() {
        Digest source = images.push("12");
        images.pushPatch("12-9", source);

        String run = workflow.run(policy("{\"prefix\":\"patched\"}"));

        assertThat(theOnlyDue(run).candidate()).isEqualTo(workflow.image("12", source));
        JsonPath shown = Rest.show("/runs/" + run + "/images");
        assertThat(shown.getString("[0].candidate.repository")).isNull();
        assertThat(shown.getString("[0].why")).endsWith("there is no patch of it yet in " + site);
    }

    @Test
    void workflowsWithDifferentTargetsLookEachInItsOwn() {
        Digest source = images.push("12");
        Digest there = patches.pushPatch("12-4", source);
        TestWorkflow other = new TestWorkflow("other-" + workflow.name(), workflow.repository());

        String first = workflow.run(policy("{\"prefix\":\"patched\"}"));
        String second = other.run(policy("{\"prefix\":\"mirror\"}"));

        assertThat(theOnlyDue(first).candidate().digest()).isEqualTo(there);
        assertThat(theOnlyDue(second).candidate().digest()).isEqualTo(source);
    }

    @Test
    void aRegistryOfPatchesThatDoesNotAnswerIsToldByTheRun() {
        images.push("12");

        String run = workflow.run(policy("{\"registry\":\"" + silent + "\"}"));

        JsonPath shown = Rest.ended(run);
        assertThat(shown.getString("state")).isEqualTo("FAILED");
        assertThat(shown.getString("failure.reason")).isEqualTo("REGISTRY_UNREACHABLE");
        assertThat(shown.getString("failure.detail"))
                .contains("looking for patches of " + workflow.repository() + " where they are published", silent);
        assertThat(shown.getList("failed.repository"))
                .containsExactly(workflow.repository().path());
        assertThat(topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class)).isEmpty();
    }
}
