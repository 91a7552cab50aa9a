package dev.cssc.trigger.run;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.TagConvention;
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

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** A policy becomes due images on Kafka, and a run that says what became of each name. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class ExpansionOfARunTest {
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
    void aWorkflowBecomesDueImagesPinnedByDigest() {
        Digest source = images.push("12");
        Digest newest = images.pushPatch("12-2", source);
        images.pushPatch("12-1", source);
        images.pushPatch("12-3", Digest.of("what 12 was before"));
        Digest other = images.push("11");

        String run = workflow.run(workflow.policy("*"));

        await().atMost(Rest.PATIENCE)
                .until(() ->
                        topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).size() == 2);
        assertThat(topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class))
                .containsExactlyInAnyOrder(due(run, "12", source, "12-2", newest), due(run, "11", other, "11", other));
        JsonPath shown = Rest.show("/runs/" + run);
        assertThat(shown.getString("state")).isEqualTo("RUNNING");
        assertThat(shown.getInt("counts.DUE")).isEqualTo(2);
        assertThat(shown.getList("leftOut.tag")).containsExactly("12-1", "12-2", "12-3");
        assertThat(shown.getInt("totals.leftOut")).isEqualTo(3);
        assertThat(shown.getInt("totals.notShown")).isZero();
        JsonPath due = Rest.show("/runs/" + run + "/images");
        assertThat(due.getList("why", String.class).getFirst()).contains("there is no patch of it yet");
        assertThat(due.getList("why", String.class).getLast()).contains("12-2");
        assertThat(due.getList("scan_status")).containsOnly("Queued");
        assertThat(Rest.show("/runs/" + run + "/events").getList("seq")).containsExactly(1, 2);
    }

    private ImageDue due(String run, String source, Digest sourceDigest, String candidate, Digest candidateDigest) {
        return new ImageDue(
                run,
                workflow.name(),
                DueReason.MANUAL,
                workflow.image(source, sourceDigest),
                workflow.image(candidate, candidateDigest),
                TagConvention.INCREMENTAL,
                Optional.of(Criteria.NONE));
    }

    @Test
    void aPatchOfAnotherToolIsKnownByItsLayers() {
        Digest source = images.push("12", List.of("base"));
        Digest patch = images.push("12-1", List.of("base", "patch"));

        String run = workflow.run(workflow.policy("12"));

        Rest.images(run, 1);
        JsonPath shown = Rest.show("/runs/" + run + "/images");
        assertThat(shown.getString("[0].digest")).isEqualTo(source.value());
        assertThat(shown.getString("[0].candidate.digest")).isEqualTo(patch.value());
    }

    @Test
    void anImageIsDueUnderItsEntrysConventionAndCriteria() {
        images.push("12");
        String run = workflow.run("""
                {"version":"v1","tag-convention":"incremental","repositories":[
                  {"repository":"%s","tags":["12"],"tag-convention":"floating","minimum-severity":"high"}]}""".formatted(workflow.repository().path()));

        await().atMost(Rest.PATIENCE)
                .until(() ->
                        topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).size() == 1);
        ImageDue due = topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).getFirst();
        assertThat(due.tagConvention()).isEqualTo(TagConvention.FLOATING);
        assertThat(due.criteria().orElseThrow().minimumSeverity()).isPresent();
    }

    @Test
    void theLargestNumberOfPatchesToKeepThatAWorkflowSaysForAnImageGoesWithIt() {
        images.push("12");
        images.push("13");
        String keeping = """
                {"version":"v1","repositories":[{"repository":"%s","tags":["%s"],"keep":%d}]}""";
        String path = workflow.repository().path();
        new TestWorkflow("more-" + workflow.name(), workflow.repository())
                .create(keeping.formatted(path, "12", 7), false);
        new TestWorkflow("silent-" + workflow.name(), workflow.repository()).create(workflow.policy("12"), false);

        String run = workflow.run("""
                {"version":"v1","keep":2,"repositories":[{"repository":"%s","tags":["12","13"]}]}""".formatted(path));

        await().atMost(Rest.PATIENCE)
                .until(() ->
                        topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).size() == 2);
        assertThat(topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class))
                .extracting(
                        due -> due.source().tag().value(), due -> due.criteria().flatMap(Criteria::keep))
                .containsExactlyInAnyOrder(tuple("12", Optional.of(7)), tuple("13", Optional.of(2)));
    }

    @Test
    void namesThatDoNotExistAreToldAndTheRunHasNoImages() {
        images.push("12");
        images.push("11");
        String policy = """
                {"version":"v1","repositories":[{"repository":"test/%s","tags":["13"]},{"repository":"nosuch","tags":["a"]}]}""".formatted(workflow.name());

        JsonPath run = Rest.ended(workflow.run(policy));

        assertThat(run.getString("state")).isEqualTo("FINISHED");
        assertThat(run.getInt("images")).isZero();
        assertThat(run.getString("failure.reason")).isEqualTo("NO_MATCHING_IMAGES");
        assertThat(run.getList("notFound.tag")).containsExactly("13", "a");
        assertThat(run.getList("notFound.registry")).containsOnly(registry);
        assertThat(run.getInt("totals.notFound")).isEqualTo(2);
        assertThat(run.getInt("totals.notAskedFor")).isEqualTo(2);
        assertThat(run.getList("leftOut")).isEmpty();
    }

    @Test
    void aRegistryThatDoesNotAnswerFailsTheRunWithTheReason() {
        String created =
                workflow.create(silent, workflow.policy("12"), true).extract().path("run");

        JsonPath run = Rest.ended(created);

        assertThat(run.getString("state")).isEqualTo("FAILED");
        assertThat(run.getString("failure.reason")).isEqualTo("REGISTRY_UNREACHABLE");
        assertThat(run.getString("failure.detail")).contains(silent);
        assertThat(run.getString("failure.help")).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE.help());
        assertThat(run.getList("failed.repository"))
                .containsExactly(workflow.repository().path());
        assertThat(run.getInt("totals.failed")).isEqualTo(1);
    }

    @Test
    void whatCanBeReadIsDueAlthoughAnotherRegistryDoesNotAnswer() {
        images.push("12");
        String run = workflow.run("""
                {"version":"v1","repositories":[{"repository":"%s","tags":["12"]},{"registry":"%s","repository":"far","tags":["1"]}]}""".formatted(workflow.repository().path(), silent));

        Rest.images(run, 1);

        JsonPath shown = Rest.show("/runs/" + run);
        assertThat(shown.getString("state")).isEqualTo("RUNNING");
        assertThat(shown.getList("failed.registry")).containsExactly(silent);
        assertThat(shown.getList("failed.repository")).containsExactly("far");
        assertThat(shown.getList("failed.reason")).containsExactly("REGISTRY_UNREACHABLE");
        assertThat(Rest.show("/runs/" + run + "/images").getList("name"))
                .containsExactly(workflow.repository() + ":12");
    }

    @Test
    void aWorkflowNeedsNoRegistryWhereItsPolicyNamesThemAll() {
        images.push("12");
        String run = Rest.json(
                        Rest.post("/workflows", """
                        {"name":"%s","schedule":"every 12h","runImmediately":true,"policy":{"version":"v1","repositories":[
                          {"registry":"%s","repository":"%s","tags":["12"]}]}}""".formatted(
                                workflow.name(), registry, workflow.repository().path())),
                        201)
                .getString("run");

        Rest.images(run, 1);

        assertThat(Rest.show("/runs/" + run).getString("registry")).isNull();
        assertThat(Rest.show("/workflows?registry=" + registry).getList("name")).contains(workflow.name());
    }
}
