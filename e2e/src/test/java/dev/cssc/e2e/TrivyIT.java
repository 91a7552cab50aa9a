package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.testing.Transcript;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The loop with real Trivy, on a vulnerability database that the stack's own registry serves: what Debian itself says of the example image.
 * Then what goes wrong with Trivy, with the service that runs it, and with the registry it reads.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrivyIT {
    private static final int PORTS = 29000;
    private static final String HOST = "127.0.0.1:" + (PORTS + 2);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    static Path home;

    @TempDir
    static Path outside;

    private static Cssc cssc;
    private static Registry registry;
    private static Runs runs;
    private static KafkaClient kafka;
    private static StandIn hung;
    private static StandIn slow;
    private static Path stall;

    @BeforeAll
    static void aStackWithADatabaseInItsRegistry() throws IOException {
        Tools.need("buildah", "docker-registry", "debootstrap");
        Tools.needTrivy();
        stall = outside.resolve("stall");
        hung = StandIn.hungRegistry(outside);
        slow = StandIn.stallingLayers(outside, HOST, stall);
        cssc = new Cssc(home, environment());
        cssc.run(
                        "up",
                        "--scan-engine=trivy",
                        "--patch-engine=buildah",
                        "--trivy-db-repository=" + HOST + "/trivy-db:2",
                        "--without=scan")
                .succeeded();
        cssc.run("example-database").succeeded();
        cssc.run("start", "scan").succeeded();
        Cssc.Endpoints endpoints = cssc.endpoints();
        registry = new Registry(HOST);
        runs = new Runs(endpoints.triggerUrl());
        kafka = new KafkaClient(endpoints.kafka());
    }

    /** Limits that let a test end: as any service is configured, by its environment. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CSSC_PORT_BASE", String.valueOf(PORTS),
                "CSSC_SCAN_TRIVY_TIMEOUT", "PT20S",
                // Each image is to be scanned: the faults are to meet Trivy.
                "CSSC_SCAN_FOUNDATION_ENABLED", "false",
                "CSSC_WORKER_ATTEMPTS", "2",
                "CSSC_WORKER_BACKOFF", "1s",
                "CSSC_WORKER_LEASE", "10s"));
        Map.of("HUNG", hung.address(), "SLOW", slow.address()).forEach((name, address) -> {
            environment.put("CSSC_REGISTRIES_" + name + "_HOST", address);
            environment.put("CSSC_REGISTRIES_" + name + "_SCHEME", "http");
            environment.put("CSSC_REGISTRIES_" + name + "_ALLOW_PRIVATE_ADDRESS", "true");
            environment.put("CSSC_REGISTRIES_" + name + "_READ_TIMEOUT", "5s");
        });
        return environment;
    }

    @AfterAll
    static void takeTheStackDown() throws IOException {
        if (cssc != null) {
            cssc.run("reset").succeeded();
            assertThat(scanning("")).isEmpty();
        }
        for (StandIn standIn : new StandIn[] {hung, slow}) {
            if (standIn != null) {
                standIn.close();
            }
        }
    }

    private static List<ProcessHandle> scanning(String image) {
        return new TrivyProcesses(home).scanning(image);
    }

    @Test
    @Order(1)
    void whatTrivyFindsIsPatchedVerifiedByTrivyAndPublished() {
        Transcript demo = cssc.run("demo").succeeded();

        assertThat(demo.stdout()).contains("PATCHED", "12-1");
        JsonNode patched = runs.image(HOST + "/demo/debian:12").get("patched");
        PublishedPatch patch = PublishedPatch.of(registry, "demo/debian", "12", "12-1");
        patch.isTheSourceWithOneCleanLayer(HOST + "/demo/debian:12");
        assertThat(patch.holdsWhatIsToldToBeFixed(patched.get("fixed"))).contains("perl-base");
        assertThat(patched.toString()).contains("CVE-");
        assertThat(kafka.records("cssc.patch-verified").toString()).contains("trivy-db@sha256:");
    }

    @Test
    @Order(2)
    void whatWasPatchedIsCleanForTrivy() {
        kafka.produce("cssc.image-due", "{\"image\": \"" + HOST + "/demo/debian:12\"}");

        runs.awaitState(HOST + "/demo/debian:12", "CLEAN", PATIENCE);
    }

    /** Whoever kills it: a person, or the kernel for want of memory. */
    @Test
    @Order(3)
    void aTrivyThatIsKilledInTheMiddleOfAScanIsTriedAgain() throws IOException {
        String image = stalledScanOf("killed/debian");

        Files.delete(stall);
        scanning("killed/debian").forEach(ProcessHandle::destroyForcibly);

        runs.awaitState(image, "CLEAN", PATIENCE);
        assertThat(scanning("")).isEmpty();
    }

    @Test
    @Order(4)
    void aScanServiceThatIsKilledInTheMiddleOfAScanLeavesNothingRunningAndTheScanIsTakenOver() throws IOException {
        String image = stalledScanOf("orphaned/debian");

        cssc.kill("scan-service");
        Files.delete(stall);
        cssc.run("start", "scan").succeeded();

        runs.awaitState(image, "CLEAN", PATIENCE);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(scanning("")).isEmpty());
    }

    @Test
    @Order(5)
    void aRegistryThatStopsInTheMiddleOfALayerFailsTheImageAndNothingIsLeftRunning() throws IOException {
        String image = stalledScanOf("stalled/debian");

        runs.awaitState(image, "FAILED", PATIENCE);

        assertThat(runs.image(image).get("reason").asText()).isEqualTo("TIMED_OUT");
        assertThat(scanning("")).isEmpty();
        Files.delete(stall);
    }

    @Test
    @Order(6)
    void aRegistryThatNeverAnswersFailsTheImageAndNothingIsLeftRunning() {
        String image = hung.address() + "/demo/debian:12";

        kafka.produce("cssc.image-due", "{\"image\": \"" + image + "\"}");

        runs.awaitState(image, "FAILED", PATIENCE);
        assertThat(runs.image(image).get("reason").asText()).isIn("REGISTRY_UNREACHABLE", "TIMED_OUT");
        assertThat(scanning("")).isEmpty();
    }

    /** Makes a patched image that nobody judged yet due in the registry that stalls, and waits until Trivy waits for it. Answers its name. */
    private static String stalledScanOf(String repository) throws IOException {
        registry.copyAnew("demo/debian", "12-1", repository, "12");
        String image = slow.address() + "/" + repository + ":12";
        Files.writeString(stall, "");
        kafka.produce("cssc.image-due", "{\"image\": \"" + image + "\"}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scanning(repository)).isNotEmpty());
        return image;
    }
}
