package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.testing.Transcript;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The loop on a real image, with the engines that need nothing but Buildah: real Kafka, PostgreSQL, registry, package manager and
 * three services as processes of their own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoopIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    static Path home;

    private static Cssc cssc;
    private static Registry registry;
    private static Runs runs;
    private static KafkaClient kafka;
    private static String host;

    @BeforeAll
    static void demoOnAMachineWithNothingOfOurs() {
        Tools.need("buildah", "docker-registry", "debootstrap");
        cssc = new Cssc(home, Map.of("CSSC_PORT_BASE", "26000"));
        Transcript demo = cssc.run("demo", "--scan-engine", "package-manager", "--patch-engine", "buildah")
                .succeeded();
        assertThat(demo.stdout()).contains("demo/debian:12", "12-1", "PATCHED");
        Cssc.Endpoints endpoints = cssc.endpoints();
        host = endpoints.registry();
        registry = new Registry(host);
        runs = new Runs(endpoints.triggerUrl());
        kafka = new KafkaClient(endpoints.kafka());
    }

    @AfterAll
    static void takeTheStackDown() {
        if (cssc != null) {
            cssc.run("reset").succeeded();
            assertThat(home.resolve("data")).doesNotExist();
            assertThat(home.resolve("endpoints.json")).doesNotExist();
        }
    }

    @Test
    @Order(1)
    void thePatchedImageIsTheSourceWithOneSmallLayerThatHoldsTheSecurityVersions(@TempDir Path scratch)
            throws IOException {
        PublishedPatch patch = PublishedPatch.of(registry, "demo/debian", "12", "12-1");

        patch.isTheSourceWithOneCleanLayer(host + "/demo/debian:12");
        List<String> names = patch.holdsWhatIsToldToBeFixed(
                runs.image(host + "/demo/debian:12").at("/patched/fixed"));

        long byHand = new BuildahByHand(scratch).layerSize(host + "/demo/debian:12", names);
        assertThat(patch.patched().topLayerSize())
                .as("by hand: %d bytes", byHand)
                .isLessThanOrEqualTo(byHand * 11 / 10);
    }

    @Test
    @Order(2)
    void aSecondDemoSaysThatNothingIsDueAndWhy() {
        Transcript second = cssc.run("demo").succeeded();

        assertThat(second.stdout()).containsIgnoringCase("nothing").contains("12-1");
        assertThat(registry.tags("demo/debian")).containsExactly("12", "12-1");
    }

    @Test
    @Order(3)
    void nothingStaysInStaging() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(registry.tags("cssc-staging/demo/debian")).isEmpty());
    }

    @Test
    @Order(4)
    void anImageIsPatchedThoughTheScanServiceWasKilledBeforeAndCameLater() {
        registry.copy("demo/debian", "12", "later/debian", "12");
        cssc.kill("scan-service");
        assertThat(runs.create("later", host, "later/debian", "12").status()).isEqualTo(201);
        String run = runs.start("later");
        runs.awaitState(host + "/later/debian:12", "DUE", Duration.ofSeconds(60));

        cssc.run("start", "scan").succeeded();

        assertThat(runs.ended(run, PATIENCE).get("state").asText()).isEqualTo("FINISHED");
        runs.awaitState(host + "/later/debian:12", "PATCHED", Duration.ofSeconds(10));
        assertThat(registry.tags("later/debian")).containsExactly("12", "12-1");
    }

    @Test
    @Order(5)
    void aPlainKafkaProducerMakesAnImageDue() {
        registry.copy("demo/debian", "12", "foreign/debian", "12");

        kafka.produce("cssc.image-due", "{\"image\": \"" + host + "/foreign/debian:12\"}");

        runs.awaitState(host + "/foreign/debian:12", "PATCHED", PATIENCE);
        assertThat(registry.tags("foreign/debian")).containsExactly("12", "12-1");
    }

    @Test
    @Order(6)
    void aMessageThatIsNotOursGoesToTheDeadLettersAndDisturbsNothing() {
        kafka.produce("cssc.image-due", "certainly not json");
        kafka.produce("cssc.image-due", "{\"image\": \"no-registry:1\"}");
        kafka.produce("cssc.image-due", "{\"image\": \"" + host + "/demo/debian:12\"}");

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<ConsumerRecord<String, String>> dead = kafka.records("cssc.image-due.dlq");
            assertThat(dead)
                    .extracting(ConsumerRecord::value)
                    .contains("certainly not json", "{\"image\": \"no-registry:1\"}");
            assertThat(dead)
                    .allSatisfy(record -> assertThat(KafkaClient.header(record, "cssc-reason"))
                            .isIn(Set.of("EVENT_INVALID", "REFERENCE_INVALID")));
        });
        assertThat(Http.get(cssc.endpoints().scanUrl() + "/api/v1/dead-letters").text())
                .contains("certainly not json");
        runs.awaitState(host + "/demo/debian:12", "CLEAN", PATIENCE);
    }

    @Test
    @Order(7)
    void anUnknownRegistryRepositoryOrTagHasOneClearErrorWhereTheUserLooks() {
        Http.Answer unknownRegistry = runs.create("nowhere", "registry.invalid", "demo/debian", "12");
        assertThat(unknownRegistry.contentType()).startsWith("application/problem+json");
        assertThat(unknownRegistry.status()).isEqualTo(422);
        assertThat(unknownRegistry.json().get("reason").asText()).isEqualTo("REGISTRY_UNKNOWN");

        runs.create("no-repository", host, "demo/nosuch", "12");
        JsonNode noRepository = runs.ended(runs.start("no-repository"), PATIENCE);
        assertThat(noRepository.get("notFound").toString()).contains("demo/nosuch");

        runs.create("no-tag", host, "demo/debian", "nosuch");
        JsonNode noTag = runs.ended(runs.start("no-tag"), PATIENCE);
        assertThat(noTag.get("notFound").toString()).contains("nosuch");

        kafka.produce("cssc.image-due", "{\"image\": \"registry.invalid/demo/debian:12\"}");
        runs.awaitState("registry.invalid/demo/debian:12", "FAILED", PATIENCE);
        assertThat(runs.image("registry.invalid/demo/debian:12").get("reason").asText())
                .isEqualTo("REGISTRY_UNKNOWN");
        kafka.produce("cssc.image-due", "{\"image\": \"" + host + "/demo/debian:12-1\"}");
        runs.awaitState(host + "/demo/debian:12-1", "FAILED", PATIENCE);
        assertThat(runs.image(host + "/demo/debian:12-1").get("reason").asText())
                .isEqualTo("REFERENCE_INVALID");
        kafka.produce("cssc.image-due", "{\"image\": \"" + host + "/demo/debian:nosuch\"}");
        runs.awaitState(host + "/demo/debian:nosuch", "FAILED", PATIENCE);
        assertThat(runs.image(host + "/demo/debian:nosuch").get("reason").asText())
                .isEqualTo("TAG_NOT_FOUND");
    }

    @Test
    @Order(8)
    void malformedInputIsAnsweredWithTheProblemAndItsPlace() throws IOException {
        String workflows = cssc.endpoints().triggerUrl() + "/api/v1/workflows";
        Http.Answer malformed = Http.post(workflows, "{\"name\": \"x\",\n \"registry\": }");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.contentType()).startsWith("application/problem+json");
        assertThat(malformed.json().get("detail").asText()).contains("line 2");

        Path policy = home.resolve("policy.json");
        Files.writeString(
                policy, "{\"version\": \"v2\", \"repositories\": [{\"repository\": \"a\", \"tags\": [\"*\", \"b\"]}]}");
        Transcript refused = cssc.run(
                "workflow", "create", "bad", "--registry", host, "--schedule", "1d", "--config", policy.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.stderr()).contains("POLICY_INVALID", "version", "tags");
    }

    @Test
    @Order(9)
    void anImageIsPutOnTheNewBuildOfItsBaseWhereThePolicyNamesThat() {
        registry.copy("demo/debian", "12", "base/debian", "12");
        registry.copyWithFile("demo/debian", "12", "app/rebased", "1", "opt/app/one");
        registry.copyWithFile("demo/debian", "12", "app/rebased", "2", "opt/app/two");
        String policy = """
                {"version": "v1", "rebase": {"base": "%s/base/debian:12"},
                 "repositories": [{"repository": "app/rebased", "tags": ["%s"]}]}
                """;
        runs.create("before", host, policy.formatted(host, "1"));
        assertThat(runs.ended(runs.start("before"), PATIENCE).get("state").asText())
                .isEqualTo("FINISHED");
        runs.awaitState(host + "/app/rebased:1", "PATCHED", Duration.ofSeconds(10));

        registry.copy("demo/debian", "12-1", "base/debian", "12");
        runs.create("rebased", host, policy.formatted(host, "2"));
        assertThat(runs.ended(runs.start("rebased"), PATIENCE).get("state").asText())
                .isEqualTo("FINISHED");

        runs.awaitState(host + "/app/rebased:2", "PATCHED", Duration.ofSeconds(10));
        Registry.Image build = registry.image("base/debian", "12");
        Registry.Image patched = registry.image("app/rebased", "2-1");
        List<String> layers = new ArrayList<>(build.layers());
        layers.add(registry.image("app/rebased", "2").layers().getLast());
        assertThat(patched.layers()).isEqualTo(layers);
        assertThat(patched.manifest().at("/annotations/dev.cssc.patch.rebase").asText())
                .isEqualTo(build.digest());
        assertThat(cssc.run("image", "history", host + "/app/rebased:2")
                        .succeeded()
                        .stdout())
                .contains("2-1", "(rebase)");
        assertThat(registry.image("app/rebased", "1-1")
                        .manifest()
                        .at("/annotations/dev.cssc.patch.rebase")
                        .asText())
                .as("there was no newer build yet")
                .isEmpty();
    }

    @Test
    @Order(10)
    void patchesArePublishedBelowThePrefixThatThePolicyNamesAndOnlyOnce() {
        registry.copyAnew("demo/debian", "12", "source/debian", "12");
        String site = "mirror/patched/source/debian";
        runs.create("elsewhere", host, """
                {"version": "v1", "target": {"prefix": "mirror/patched"},
                 "repositories": [{"repository": "source/debian", "tags": ["*"]}]}
                """);

        assertThat(runs.ended(runs.start("elsewhere"), PATIENCE).get("state").asText())
                .isEqualTo("FINISHED");

        runs.awaitState(host + "/source/debian:12", "PATCHED", Duration.ofSeconds(10));
        assertThat(registry.tags("source/debian")).containsExactly("12");
        assertThat(registry.tags(site)).containsExactly("12-1");
        assertThat(registry.image(site, "12-1")
                        .manifest()
                        .at("/annotations/org.opencontainers.image.base.name")
                        .asText())
                .isEqualTo(host + "/source/debian:12");
        assertThat(cssc.run("image", "history", host + "/" + site + ":12-1")
                        .succeeded()
                        .stdout())
                .contains("Source: " + host + "/source/debian:12@", "Patches in: " + host + "/" + site);

        String again = runs.start("elsewhere");
        assertThat(runs.ended(again, PATIENCE).get("state").asText()).isEqualTo("FINISHED");

        assertThat(runs.images(again).path(0).at("/candidate/repository").asText())
                .isEqualTo(host + "/" + site);
        assertThat(runs.images(again).path(0).path("state").asText()).isNotEqualTo("PATCHED");
        assertThat(registry.tags(site)).as("nothing new").containsExactly("12-1");
        assertThat(registry.tags("source/debian")).containsExactly("12");
    }

    @Test
    @Order(11)
    void dataSurvivesARestartOfTheWholeStack() {
        cssc.run("down").succeeded();
        cssc.run("up").succeeded();

        assertThat(registry.tags("demo/debian")).containsExactly("12", "12-1");
        assertThat(runs.state(host + "/foreign/debian:12")).isEqualTo("PATCHED");
        assertThat(cssc.run("status").succeeded().stdout())
                .contains("trigger", "scan", "patch", "kafka", "postgres", "registry");
    }

    @Test
    @Order(12)
    void aRegistryThatCannotBeReachedFailsTheRunWithThatReason() {
        cssc.run("stop", "registry").succeeded();
        try {
            JsonNode run = runs.ended(runs.start("later"), PATIENCE);
            assertThat(run.get("state").asText()).isEqualTo("FAILED");
            assertThat(run.toString()).contains("REGISTRY_UNREACHABLE");
        } finally {
            cssc.run("start", "registry").succeeded();
        }
    }
}
