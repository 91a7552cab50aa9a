package dev.cssc.patch.engine.copa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.patch.engine.PatchRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static dev.cssc.patch.engine.copa.ScriptedCopa.PERL;
import static dev.cssc.patch.engine.copa.ScriptedCopa.XZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What of Copa leads callers astray (research/copa.md §0), a test each, but for what {@link CopaCallTrapsTest} sees in the call alone; a script
 * stands in Copa's place, since the adapter is what matters.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopaTrapsTest {
    private static final OperatingSystem ROCKY = new OperatingSystem("rocky", "9.4");

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

    @Test
    void exitCodeZeroWithoutAnImageIsNoPatch() throws IOException {
        assertFails(copa.replay("native-report-patched"), copa.request("absent", XZ), ReasonCode.ENGINE_FAILED);
    }

    @Test
    void exitCodeZeroWithAnImageIsNoPatchWhereNothingWasRaised() throws IOException {
        copa.pushed("unchanged");
        Path script = copa.saying(0, "#7 0.9 0 upgraded, 0 newly installed, 0 to remove and 5 not upgraded.\n");

        assertFails(script, copa.request("unchanged", XZ), ReasonCode.NO_IMPROVEMENT);
    }

    @Test
    void anIndexOfTheUnpatchedOriginalsIsNoPatch() throws IOException {
        Digest original = copa.pushed("originals");
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                        .formatted(
                                MediaType.OCI_INDEX,
                                MediaType.OCI_MANIFEST,
                                original,
                                copa.size("staging/app", original));
        copa.registry.client.putManifest(
                new Repository(copa.registry.host(), "staging/app"),
                new Tag("originals"),
                new RawManifest(MediaType.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8)));

        assertFails(copa.replay("native-report-patched"), copa.request("originals", XZ), ReasonCode.ENGINE_FAILED);
    }

    @Test
    void aNewTagOnTheImageAsItWasIsNoPatch() throws IOException {
        Digest original = copa.pushed("as-it-was");
        PatchRequest request =
                copa.request(original, Platform.host(), new OperatingSystem("debian", "12"), "as-it-was", XZ);

        assertFails(copa.replay("native-report-patched"), request, ReasonCode.NO_IMPROVEMENT);
    }

    @Test
    void nothingToDoHasTwoExitCodesAndOneMeaning() throws IOException {
        assertThat(CopaOutput.of("nothing-to-patch-with-report").exitCode()).isZero();
        assertThat(CopaOutput.of("nothing-to-patch-update-all").exitCode()).isOne();
        copa.pushed("nothing");
        for (String situation : List.of("nothing-to-patch-with-report", "nothing-to-patch-update-all")) {
            assertFails(copa.replay(situation), copa.request("nothing", XZ), ReasonCode.NO_IMPROVEMENT);
        }
    }

    @Test
    void theSummaryIsNotBelieved() throws IOException {
        String summary = "time=\"…\" level=info msg=\"Patch Summary: 1 total, 1 patched, 0 skipped\"\n";

        assertFails(copa.saying(0, summary), copa.request("summary", XZ), ReasonCode.ENGINE_FAILED);
    }

    @Test
    void aReportFileMeansTheHostsPlatformSoThatOthersAreRefused() throws IOException {
        Platform other = Platform.of("linux", Platform.host().architecture().equals("arm64") ? "amd64" : "arm64");
        PatchRequest request =
                copa.request(Digest.of("child"), other, new OperatingSystem("debian", "12"), "other", XZ);

        assertFails(copa.script("exit 0"), request, ReasonCode.PLATFORM_NOT_RUNNABLE);
    }

    @Test
    void aPatchedImageIsNeverPatchedAgain() throws IOException {
        Digest patched = image(
                "{\"config\":{\"Labels\":{\"a\":\"b\"},\"labels\":{\"BaseImage\":\"docker.io/library/debian:12\"}}}");
        Path script = copa.script("touch '" + directory.resolve("called") + "'");
        PatchRequest request = copa.request(patched, Platform.host(), new OperatingSystem("debian", "12"), "again", XZ);

        assertThatThrownBy(() -> copa.engine(script).patch(request))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.UNSUPPORTED_IMAGE);
                    assertThat(e.failure().detail()).contains("docker.io/library/debian:12");
                });
        assertThat(directory.resolve("called")).doesNotExist();
    }

    @Test
    void aLabelOfTheImagesOwnThatIsCalledBaseImageIsNoPatchOfCopas() throws IOException {
        copa.pushed("label");
        Digest own = image("{\"config\":{\"Labels\":{\"BaseImage\":\"something\"}}}");

        assertThat(copa.engine(copa.script("exit 0"))
                        .patch(copa.request(own, Platform.host(), new OperatingSystem("debian", "12"), "label", XZ))
                        .raised())
                .containsExactly(XZ);
    }

    @Test
    void rpmImagesNeverSeePackageListsOfEarlierCalls() throws IOException {
        copa.pushed("rpm");
        Path calls = directory.resolve("rpm-calls");
        Path buildctl = copa.script("printf 'buildctl %s\\n' \"$*\" >> '" + calls + "'");
        Path script = copa.script("echo copa >> '" + calls + "'");

        copa.engine(script, Map.of("buildctl", buildctl.toString())).patch(rpm("rpm"));

        assertThat(Files.readAllLines(calls))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("buildctl --addr=tcp://buildkit.test:1 prune"),
                        second -> assertThat(second).isEqualTo("copa"));
    }

    @Test
    void rpmImagesAreNotPatchedWhereTheCacheCannotBeCleared() throws IOException {
        copa.pushed("rpm-not-cleared");
        CopaEngine without = copa.engine(copa.script("exit 0"), Map.of("buildctl", "no-such-buildctl"));

        assertThatThrownBy(() -> without.patch(rpm("rpm-not-cleared")))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.ENGINE_UNAVAILABLE);
                    assertThat(e.failure().detail()).contains("no-such-buildctl");
                });
    }

    @Test
    void aptImagesNeedNoClearing() throws IOException {
        copa.pushed("apt");

        assertThat(copa.engine(copa.script("exit 0"), Map.of("buildctl", "no-such-buildctl"))
                        .patch(copa.request("apt", XZ))
                        .raised())
                .containsExactly(XZ);
    }

    @Test
    void debianTwelveIsPatchedWithTheToolsOfDebianTwelve() throws IOException {
        copa.pushed("tools");
        Path seen = Files.createDirectory(directory.resolve("seen-tools"));

        copa.engine(copa.recording(seen)).patch(copa.request("tools", XZ));

        JsonNode report =
                new ObjectMapper().readTree(seen.resolve("report.json").toFile());
        assertThat(report.path("metadata").path("os").path("version").asText()).isEqualTo("12");
    }

    @Test
    void noDockerSocketIsInReach() throws IOException {
        copa.pushed("socket");
        Path seen = Files.createDirectory(directory.resolve("seen-socket"));

        copa.engine(copa.recording(seen)).patch(copa.request("socket", XZ));

        assertThat(Files.readAllLines(seen.resolve("env")))
                .filteredOn(line -> line.startsWith("DOCKER_HOST="))
                .singleElement()
                .satisfies(line -> assertThat(Path.of(line.substring("DOCKER_HOST=unix://".length())))
                        .doesNotExist()
                        .startsWithRaw(directory));
    }

    @Test
    void thatAptKnowsOfNoUpdateYetIsNotThatThereIsNothingToDo() throws IOException {
        assertThat(CopaFailures.nothingToDo(CopaOutput.of("no-update-yet").stderr()))
                .isTrue();
        PackageUpgrade bash = new PackageUpgrade("bash", "5.2.15-2+b8", "9:9", List.of());

        assertFails(
                copa.replay("no-update-yet"),
                copa.request("no-update-yet", bash),
                ReasonCode.FIXED_VERSION_UNAVAILABLE);
    }

    @Test
    void listsThatCouldNotBeReadAreNotTheAbsenceOfUpdates() throws IOException {
        String warning =
                "#6 9.1 W: Some index files failed to download. They have been ignored, or old ones used instead.\n";
        String behind = warning
                + "Error: downloaded package perl-base version 5.36.0-7+deb12u3 lower than required 9.9.9-1 for"
                + " update\n";

        assertFails(
                copa.replay("package-lists-unreadable"),
                copa.request("x", XZ),
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE);
        assertFails(copa.saying(1, behind), copa.request("x", PERL), ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE);
    }

    private PatchRequest rpm(String temporary) {
        return copa.request(Digest.of("child"), Platform.host(), ROCKY, temporary, XZ);
    }

    private Digest image(String config) {
        Repository app = new Repository(copa.registry.host(), "app");
        byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
        Digest digest = copa.registry.client.putBlob(app, bytes);
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\":[]}"
                        .formatted(
                                MediaType.OCI_MANIFEST,
                                "application/vnd.oci.image.config.v1+json",
                                digest,
                                bytes.length);
        return copa.registry.client.putManifest(
                app,
                new Tag("own-" + digest.abbreviated()),
                new RawManifest(MediaType.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8)));
    }

    private void assertFails(Path script, PatchRequest request, ReasonCode reason) {
        assertThatThrownBy(() -> copa.engine(script).patch(request))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason())
                                .as(e.failure().detail())
                                .isEqualTo(reason));
    }
}
