package dev.cssc.patch.engine.copa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.engine.TestRegistry;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The adapter against a real child process that says what Copa really said, and writes down how it was called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayedCopaTest {
    private static final PackageUpgrade PERL = new PackageUpgrade(
            "perl-base", "5.36.0-7+deb12u3", "9.9.9-1", List.of(new Vulnerability("CVE-2026-8376", Severity.HIGH)));
    private static final PackageUpgrade XZ =
            new PackageUpgrade("liblzma5", "5.4.1-1+deb12u1", "5.4.1-1+deb12u2", List.of());

    @TempDir
    static Path directory;

    private TestRegistry registry;

    @BeforeAll
    void aRegistry() {
        registry = new TestRegistry(directory.resolve("registry"));
    }

    @AfterAll
    void theRegistryEnds() {
        registry.close();
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
        assertFails(replay(situation), request("fails", XZ), reason);
    }

    @Test
    void successIsWhatTheRegistryHolds() throws IOException {
        Digest pushed = new Digest(ImageBuild.scratch().push(registry.host(), "staging/app", "patched"));

        PatchedLayers result = engine(replay("native-report-patched")).patch(request("patched", XZ));

        assertThat(result.manifest()).isEqualTo(pushed);
        assertThat(result.raised()).containsExactly(XZ);
    }

    @Test
    void successWithoutAResultInTheRegistryIsAFailure() throws IOException {
        assertFails(replay("native-report-patched"), request("absent", XZ), ReasonCode.ENGINE_FAILED);
    }

    @Test
    void whatTheRepositoriesDoNotHoldYetIsLeftOutAndTheRestTriedAgain() throws IOException {
        ImageBuild.scratch().push(registry.host(), "staging/app", "rest");
        Path copa = script("""
                if grep -q perl-base "${report}"; then
                  cat "%s" >&2; exit 1
                fi
                cat "%s" >&2
                """.formatted(fixture("fixed-version-not-in-repository"), fixture("native-report-patched")));

        PatchedLayers result = engine(copa).patch(request("rest", XZ, PERL));

        assertThat(result.raised()).containsExactly(XZ);
        assertThat(result.unavailable()).containsExactly(PERL);
    }

    @Test
    void whereNothingCanBeHadTheReasonNamesThePackages() throws IOException {
        assertThatThrownBy(
                        () -> engine(replay("fixed-version-not-in-repository")).patch(request("none", PERL)))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.FIXED_VERSION_UNAVAILABLE);
                    assertThat(e.failure().detail()).contains("perl-base");
                });
    }

    @Test
    void copaIsToldTheDigestThePackagesAndNothingOfThisProcess() throws IOException {
        ImageBuild.scratch().push(registry.host(), "staging/app", "argv");
        Path seen = Files.createDirectory(directory.resolve("seen"));
        Path copa = script("""
                printf '%%s\\n' "$@" > "%1$s/argv"; env > "%1$s/env"; cp "${report}" "%1$s/report.json"
                cp "$DOCKER_CONFIG/config.json" "%1$s/docker.json"
                """.formatted(seen));

        engine(copa).patch(request("argv", PERL));

        String host = registry.host();
        assertThat(Files.readAllLines(seen.resolve("argv")))
                .contains(
                        "patch",
                        "--image=" + host + "/app:1@" + Digest.of("child"),
                        "--scanner=native",
                        "--tag=" + host + "/staging/app:argv",
                        "--push",
                        "--addr=tcp://buildkit.test:1",
                        "--progress=plain")
                .doesNotContain("--ignore-errors");
        assertThat(Files.readAllLines(seen.resolve("env")))
                .noneMatch(line -> line.startsWith("DOCKER_HOST=") || line.startsWith("COPA_"))
                .anyMatch(line -> line.startsWith("HOME=" + directory));
        JsonNode report =
                new ObjectMapper().readTree(seen.resolve("report.json").toFile());
        assertThat(report.path("apiVersion").asText()).isEqualTo("v1alpha2");
        assertThat(report.path("metadata").path("os").path("version").asText()).isEqualTo("12");
        JsonNode update = report.path("osupdates").get(0);
        assertThat(update.path("name").asText()).isEqualTo("perl-base");
        assertThat(update.path("fixedVersion").asText()).isEqualTo("9.9.9-1");
        assertThat(update.path("vulnerabilityID").asText()).isEqualTo("CVE-2026-8376");
    }

    @Test
    void aCopaThatHangsIsEnded() throws IOException {
        Path copa = script("sleep 600");
        CopaEngine hasty = new CopaEngine(
                new ChildProcesses(),
                registry.client,
                registry.credentials,
                TestCopa.config(copa.toString(), "tcp://buildkit.test:1"),
                Duration.ofSeconds(1),
                Duration.ZERO);

        assertThatThrownBy(() -> hasty.patch(request("hangs", XZ)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TIMED_OUT));
    }

    @Test
    void aCopaThatIsNotThereIsUnavailable() {
        CopaEngine engine = engine(directory.resolve("no-such-program"));

        assertThat(engine.unready()).isPresent();
        assertThatThrownBy(() -> engine.patch(request("missing", XZ)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.ENGINE_UNAVAILABLE));
    }

    private void assertFails(Path copa, PatchRequest request, ReasonCode reason) {
        assertThatThrownBy(() -> engine(copa).patch(request))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }

    private CopaEngine engine(Path copa) {
        return new CopaEngine(
                new ChildProcesses(),
                registry.client,
                registry.credentials,
                TestCopa.config(copa.toString(), "tcp://buildkit.test:1"),
                Duration.ofMinutes(1));
    }

    private PatchRequest request(String temporary, PackageUpgrade... packages) {
        return new PatchRequest(
                new PinnedImage(new Repository(registry.host(), "app"), new Tag("1"), Digest.of("index")),
                Digest.of("child"),
                Platform.of("linux", "amd64"),
                new OperatingSystem("debian", "12.15"),
                List.of(packages),
                new Repository(registry.host(), "staging/app"),
                new Tag(temporary),
                directory);
    }

    private Path replay(String situation) throws IOException {
        return script("cat \"%s\" >&2; exit %d\n"
                .formatted(fixture(situation), CopaOutput.of(situation).exitCode()));
    }

    private static Path fixture(String situation) {
        return Path.of(
                java.util.Objects.requireNonNull(ReplayedCopaTest.class.getResource("/copa/" + situation + ".stderr"))
                        .getPath());
    }

    private Path script(String body) throws IOException {
        Path script = Files.createTempFile(
                directory,
                "copa-",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(
                script,
                "#!/bin/sh\nfor a in \"$@\"; do case \"$a\" in --report=*) report=\"${a#--report=}\";; esac; done\n"
                        + body);
    }
}
