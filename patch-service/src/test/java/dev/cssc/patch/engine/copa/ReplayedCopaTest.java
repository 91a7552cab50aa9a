package dev.cssc.patch.engine.copa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static dev.cssc.patch.engine.copa.ScriptedCopa.PERL;
import static dev.cssc.patch.engine.copa.ScriptedCopa.XZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The adapter against a real child process that says what Copa really said, and writes down how it was called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayedCopaTest {
    @TempDir
    static Path directory;

    private ScriptedCopa copa;

    @BeforeAll
    void aRegistry() {
        copa = new ScriptedCopa(directory);
    }

    @AfterAll
    void theRegistryEnds() {
        copa.close();
    }

    @ParameterizedTest
    @CsvSource({
        "buildkit-unreachable, ENGINE_UNAVAILABLE",
        "image-not-found, MANIFEST_NOT_FOUND",
        "timeout, TIMED_OUT",
        "unsupported-os, UNSUPPORTED_IMAGE",
        "nothing-to-patch-with-report, NO_IMPROVEMENT",
        "nothing-to-patch-update-all, NO_IMPROVEMENT"
    })
    void aFailureHasTheReasonThatTheTextTells(String situation, ReasonCode reason) throws IOException {
        assertFails(copa.replay(situation), copa.request("fails", XZ), reason);
    }

    @Test
    void successIsWhatTheRegistryHolds() throws IOException {
        Digest pushed = copa.pushed("patched");

        PatchedLayers result = copa.engine(copa.replay("native-report-patched")).patch(copa.request("patched", XZ));

        assertThat(result.manifest()).isEqualTo(pushed);
        assertThat(result.raised()).containsExactly(XZ);
    }

    @Test
    void whatTheRepositoriesDoNotHoldYetIsLeftOutAndTheRestTriedAgain() throws IOException {
        copa.pushed("rest");
        Path script = copa.script("""
                if grep -q perl-base "${report}"; then
                  cat "%s" >&2; exit 1
                fi
                cat "%s" >&2
                """.formatted(
                        ScriptedCopa.fixture("fixed-version-not-in-repository"),
                        ScriptedCopa.fixture("native-report-patched")));

        PatchedLayers result = copa.engine(script).patch(copa.request("rest", XZ, PERL));

        assertThat(result.raised()).containsExactly(XZ);
        assertThat(result.unavailable()).containsExactly(PERL);
    }

    @Test
    void whereNothingCanBeHadTheReasonNamesThePackages() throws IOException {
        Path script = copa.replay("fixed-version-not-in-repository");

        assertThatThrownBy(() -> copa.engine(script).patch(copa.request("none", PERL)))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.FIXED_VERSION_UNAVAILABLE);
                    assertThat(e.failure().detail()).contains("perl-base");
                });
    }

    @Test
    void copaIsToldTheDigestThePackagesAndNothingOfThisProcess() throws IOException {
        copa.pushed("argv");
        Path seen = Files.createDirectory(directory.resolve("seen"));

        copa.engine(copa.recording(seen)).patch(copa.request("argv", PERL));

        String host = copa.registry.host();
        assertThat(Files.readAllLines(seen.resolve("argv")))
                .contains(
                        "patch",
                        "--image=" + host + "/app:1@" + Digest.of("child"),
                        "--scanner=native",
                        "--tag=" + host + "/staging/app:argv",
                        "--push",
                        "--addr=tcp://buildkit.test:1",
                        "--timeout=59s",
                        "--progress=plain");
        assertThat(Files.readAllLines(seen.resolve("env")))
                .noneMatch(line -> line.startsWith("COPA_") || line.startsWith("BUILDX_"))
                .anyMatch(line -> line.startsWith("HOME=" + directory))
                .anyMatch(line -> line.startsWith("DOCKER_CONFIG="));
        JsonNode report =
                new ObjectMapper().readTree(seen.resolve("report.json").toFile());
        assertThat(report.path("apiVersion").asText()).isEqualTo("v1alpha2");
        JsonNode update = report.path("osupdates").get(0);
        assertThat(update.path("name").asText()).isEqualTo("perl-base");
        assertThat(update.path("fixedVersion").asText()).isEqualTo("9.9.9-1");
        assertThat(update.path("vulnerabilityID").asText()).isEqualTo("CVE-2026-8376");
    }

    @Test
    void copaGetsTheProxyThatTheConfigurationNames() throws IOException {
        copa.pushed("proxy");
        Path seen = Files.createDirectory(directory.resolve("seen-proxy"));

        copa.engine(copa.recording(seen), Map.of("environment.HTTP_PROXY", "http://proxy.test:3128"))
                .patch(copa.request("proxy", PERL));

        assertThat(Files.readAllLines(seen.resolve("env"))).contains("HTTP_PROXY=http://proxy.test:3128");
    }

    @Test
    void aCopaThatHangsIsEnded() throws IOException {
        CopaEngine hasty = copa.engine(copa.script("sleep 600"), Map.of(), Duration.ofSeconds(1), Duration.ZERO);

        assertThatThrownBy(() -> hasty.patch(copa.request("hangs", XZ)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TIMED_OUT));
    }

    @Test
    void aCopaThatIsNotThereIsUnavailable() {
        CopaEngine engine = copa.engine(directory.resolve("no-such-program"));

        assertThat(engine.unready()).hasValueSatisfying(why -> assertThat(why).contains("not installed"));
        assertThatThrownBy(() -> engine.patch(copa.request("missing", XZ)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.ENGINE_UNAVAILABLE));
    }

    private void assertFails(Path script, PatchRequest request, ReasonCode reason) {
        assertThatThrownBy(() -> copa.engine(script).patch(request))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }
}
