package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A vulnerability database that knows nothing of one package yet, and then a newer one that does: the image is patched once more, though
 * nobody asked for it and its schedule is far.
 */
class AdvisoryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String LATE = "perl";

    @Test
    void newAdvisoryIsFoundByTrivysServerAndTheImageIsPatchedAtOnce(@TempDir Path home) {
        patchedAtOnce(home, 30_000, "managed");
    }

    @Test
    void newAdvisoryIsFoundByTrivysCommandLineAndTheImageIsPatchedAtOnce(@TempDir Path home) {
        patchedAtOnce(home, 30_100, "off");
    }

    private static void patchedAtOnce(Path home, int ports, String serverMode) {
        Tools.need("buildah", "docker-registry", "debootstrap");
        Tools.needTrivy();
        String registry = "127.0.0.1:" + (ports + 2);
        Cssc cssc = new Cssc(
                home,
                Map.of(
                        "CSSC_PORT_BASE",
                        String.valueOf(ports),
                        "CSSC_SCAN_TRIVY_SERVER_MODE",
                        serverMode,
                        "CSSC_SCAN_ADVISORY_EVERY",
                        "1s"));
        try {
            cssc.run(
                            "up",
                            "--scan-engine=trivy",
                            "--patch-engine=buildah",
                            "--trivy-db-repository=" + registry + "/trivy-db:2",
                            "--without=scan")
                    .succeeded();
            cssc.run("example-database", "--without=" + LATE).succeeded();
            cssc.run("start", "scan").succeeded();
            cssc.run("demo").succeeded();
            Registry images = new Registry(registry);
            Runs runs = new Runs(cssc.endpoints().triggerUrl());
            String image = registry + "/demo/debian:12";
            assertThat(images.tags("demo/debian")).containsExactly("12", "12-1");
            assertThat(fixed(runs.image(image))).isNotEmpty().noneMatch(name -> name.startsWith(LATE));

            cssc.run("example-database").succeeded();
            cssc.run("database", "refresh").succeeded();

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(images.tags("demo/debian")).containsExactly("12", "12-1", "12-2"));
            runs.awaitState(image, "PATCHED", PATIENCE);
            JsonNode patched = runs.image(image);
            assertThat(fixed(patched)).anyMatch(name -> name.startsWith(LATE));
            assertThat(runs.run(patched.get("run").asText()).get("reason").asText())
                    .isEqualTo("ADVISORY");
            serversDieWithTheirService(cssc, new TrivyProcesses(home), serverMode.equals("managed"));
        } finally {
            cssc.run("reset").succeeded();
        }
        assertThat(new TrivyProcesses(home).serving()).isEmpty();
    }

    /** A killed service ends nothing; the one that is started after it does. */
    private static void serversDieWithTheirService(Cssc cssc, TrivyProcesses trivy, boolean some) {
        List<ProcessHandle> servers = trivy.serving();
        assertThat(servers.isEmpty()).isEqualTo(!some);

        cssc.kill("scan-service");
        cssc.run("start", "scan").succeeded();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(trivy.serving()).noneMatch(servers::contains));
    }

    private static List<String> fixed(JsonNode image) {
        return image.at("/patched/fixed").findValuesAsText("name");
    }
}
