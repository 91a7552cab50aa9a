package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An image in a registry that only takes tokens minted through Azure's exchange is scanned and patched. Entra and the exchange are stand-ins,
 * a process of their own; the registry behind them, the package manager and the services are real.
 */
class AcrStandInIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void anImageBehindTheExchangeIsScannedAndPatchedByAWorkloadIdentity(@TempDir Path home, @TempDir Path stand)
            throws Exception {
        Tools.need("buildah", "docker-registry", "debootstrap");
        Process standIns = start(stand);
        Cssc cssc = null;
        try {
            JsonNode azure = awaitEndpoints(standIns, stand);
            Path registries = Files.writeString(stand.resolve("registries.properties"), configuration(azure));
            cssc = new Cssc(home, Map.of("CSSC_PORT_BASE", "28000", "CSSC_REGISTRIES_FILE", registries.toString()));
            cssc.run("up", "--scan-engine", "package-manager", "--patch-engine", "buildah")
                    .succeeded();
            patchesTheImage(cssc, azure, stand);
        } finally {
            if (cssc != null) {
                cssc.run("reset");
            }
            standIns.getOutputStream().close();
            assertThat(standIns.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void patchesTheImage(Cssc cssc, JsonNode azure, Path stand) throws IOException {
        String host = azure.get("registry").asText();
        Runs runs = new Runs(cssc.endpoints().triggerUrl());
        String source = host + "/demo/debian:12";
        assertThat(runs.create("azure", host, "demo/debian", "12").status()).isEqualTo(201);

        JsonNode run = runs.ended(runs.start("azure"), PATIENCE);

        assertThat(run.get("state").asText()).as(run.toString()).isEqualTo("FINISHED");
        runs.awaitState(source, "PATCHED", Duration.ofSeconds(10));
        Registry observer =
                new Registry(host, Optional.of(azure.get("observerToken").asText()));
        PublishedPatch patch = PublishedPatch.of(observer, "demo/debian", "12", "12-1");
        patch.isTheSourceWithOneCleanLayer(source);
        patch.holdsWhatIsToldToBeFixed(runs.image(source).at("/patched/fixed"));
        assertThat(Http.get("http://" + host + "/v2/demo/debian/tags/list").status())
                .as("without a token")
                .isEqualTo(401);
        List<String> minted = Files.readAllLines(stand.resolve("minted"));
        assertThat(minted)
                .as("each token is for the repositories of its step")
                .isNotEmpty()
                .allMatch(token -> token.matches(
                        "(refresh_token|basic)( repository:(cssc-staging/)?demo/debian:(pull|push|delete|,)+)+"));
    }

    private static String configuration(JsonNode azure) {
        return """
                cssc.registries.acr.host=%s
                cssc.registries.acr.scheme=http
                cssc.registries.acr.allow-private-address=true
                cssc.registries.acr.azure.identity=workload
                cssc.registries.acr.azure.tenant-id=%s
                cssc.registries.acr.azure.client-id=%s
                cssc.registries.acr.azure.federated-token-file=%s
                cssc.registries.acr.azure.authority-host=%s
                cssc.registries.acr.azure.ca-file=%s
                cssc.registries.acr.azure.any-host=true
                """.formatted(
                        azure.get("registry").asText(),
                        azure.get("tenant").asText(),
                        azure.get("client").asText(),
                        azure.get("federatedTokenFile").asText(),
                        azure.get("authority").asText(),
                        azure.get("ca").asText());
    }

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.cssc.common.testing.azure.AzureStandIns",
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("stand-ins.log").toFile())
                .start();
    }

    private static JsonNode awaitEndpoints(Process standIns, Path directory) throws IOException {
        Path file = directory.resolve("endpoints.json");
        await().atMost(PATIENCE).until(() -> Files.exists(file) || !standIns.isAlive());
        assertThat(file)
                .as(Files.readString(directory.resolve("stand-ins.log")))
                .exists();
        return new ObjectMapper().readTree(file.toFile());
    }
}
