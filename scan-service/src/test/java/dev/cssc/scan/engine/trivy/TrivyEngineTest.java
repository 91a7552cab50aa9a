package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.scan.engine.NoCredentials;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The engine with a real child that replays what Trivy did, and writes down how it was called. */
class TrivyEngineTest {

    private static final Repository REPOSITORY = Repository.parse("127.0.0.1:5000/library/debian");
    private static final Digest VULNERABLE =
            new Digest("sha256:96bca940a60c32c286d59e6ea260c6e76b45af3b040b88448391611a76feb122");

    @TempDir
    Path directory;

    private Path work;
    private Path cache;
    private NoCredentials registries;

    @BeforeEach
    void makeDirectories() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        cache = Files.createDirectory(directory.resolve("cache"));
        Files.createDirectory(cache.resolve("db"));
        Files.writeString(
                cache.resolve("db/metadata.json"),
                "{\"Version\":2,\"NextUpdate\":\"2036-01-01T00:00:00Z\",\"UpdatedAt\":\"2026-11-24T05:00:00Z\"}");
        registries = new NoCredentials(Files.createDirectory(directory.resolve("docker")), true);
    }

    @Nested
    class Outcomes {

        @Test
        void fixableAndUnfixedFindingsAreToldApart() throws IOException {
            ScanOutcome outcome = replay("vulnerable", VULNERABLE);

            assertThat(outcome).isInstanceOfSatisfying(ScanOutcome.Scanned.class, scanned -> {
                assertThat(scanned.fixable())
                        .extracting(PackageUpgrade::name, PackageUpgrade::fixed)
                        .contains(
                                org.assertj.core.groups.Tuple.tuple("liblzma5", "5.4.1-1+deb12u2"),
                                org.assertj.core.groups.Tuple.tuple("libpcre2-8-0", "10.42-1+deb12u2"));
                assertThat(scanned.unfixed()).extracting(f -> f.name()).containsExactly("tar");
                assertThat(scanned.inventory().packages()).hasSize(88);
            });
        }

        @Test
        void scannerNamesVersionAndDatabase() throws IOException {
            assertThat(replay("vulnerable", VULNERABLE).scanner())
                    .isEqualTo(new Scanner("trivy", "0.69.3", "trivy-db:2@2026-11-24T05:00:00Z"));
        }

        @Test
        void patchedImageHasNothingFixable() throws IOException {
            assertThat(replay("patched-clean", digestIn("patched-clean")))
                    .isInstanceOfSatisfying(
                            ScanOutcome.Scanned.class,
                            s -> assertThat(s.fixable()).isEmpty());
        }

        @Test
        void endOfLifeIsKnown() throws IOException {
            assertThat(replay("eosl", digestIn("eosl")))
                    .isInstanceOfSatisfying(
                            ScanOutcome.Scanned.class,
                            s -> assertThat(s.inventory().endOfLife()).isTrue());
        }

        @ParameterizedTest
        @ValueSource(strings = {"scratch", "unknown-os"})
        void imageWithoutDistributionIsNotUnderstood(String situation) throws IOException {
            assertThat(replay(situation, digestIn(situation))).isInstanceOf(ScanOutcome.NotUnderstood.class);
        }

        @Test
        void distributionThatTrivyHasNoAdvisoriesForIsNotUnderstoodAndNeverClean() throws IOException {
            assertThat(replay("unsupported-distribution", digestIn("unsupported-distribution")))
                    .isInstanceOfSatisfying(
                            ScanOutcome.NotUnderstood.class,
                            outcome -> assertThat(outcome.why()).contains("no advisories for fedora"));
        }
    }

    @Nested
    class Failures {

        @ParameterizedTest
        @CsvSource({
            "bad-reference, REFERENCE_INVALID",
            "database-download-fails, DATABASE_UNAVAILABLE",
            "no-database, DATABASE_UNAVAILABLE",
            "manifest-unknown, MANIFEST_NOT_FOUND",
            "registry-refused, REGISTRY_UNREACHABLE",
            "eosl-exit-on-eol, ENGINE_FAILED",
        })
        void failureOfTheToolIsAFailure(String situation, ReasonCode reason) {
            assertFails(reason, () -> replay(situation, VULNERABLE));
        }

        @Test
        void reportAboutAnotherDigestIsRefused() {
            assertFails(ReasonCode.REPORT_MALFORMED, () -> replay("vulnerable", Digest.of("another")));
        }

        @Test
        void successWithAnEmptyReportIsNoVerdict() {
            assertFails(ReasonCode.REPORT_MALFORMED, () -> scan(engine("exit 0"), VULNERABLE));
        }

        @Test
        void reportThatStopsInsideACharacterIsNoVerdict() {
            assertFails(
                    ReasonCode.REPORT_MALFORMED,
                    () -> scan(engine("printf '{\"SchemaVersion\":2,\"ArtifactName\":\"caf\\303'"), VULNERABLE));
        }

        @Test
        void distributionWithoutPackageListIsInconclusive() {
            String report = "{\"SchemaVersion\":2,\"Metadata\":{\"OS\":{\"Family\":\"debian\",\"Name\":\"12\"},"
                    + "\"RepoDigests\":[\"" + REPOSITORY + "@" + VULNERABLE + "\"]}}";

            assertFails(ReasonCode.SCAN_INCONCLUSIVE, () -> scan(engine("cat <<'R'\n" + report + "\nR"), VULNERABLE));
        }

        @Test
        void floodOnStderrIsEnded() {
            assertFails(
                    ReasonCode.TOO_LARGE,
                    () -> scan(engine("while :; do echo 0123456789abcdef0123456789abcdef >&2; done"), VULNERABLE));
        }

        @Test
        void scanThatHangsIsEnded() {
            assertFails(ReasonCode.TIMED_OUT, () -> scan(engine("sleep 600", Duration.ofMillis(300)), VULNERABLE));
        }

        @Test
        void missingProgramIsSaid() {
            TrivyEngine engine =
                    new TrivyEngine(new ChildProcesses(), registries, config("/no/such/trivy", Duration.ofSeconds(20)));

            assertFails(ReasonCode.ENGINE_UNAVAILABLE, () -> scan(engine, VULNERABLE));
            assertThat(engine.missing())
                    .hasValueSatisfying(why -> assertThat(why).contains("/no/such/trivy"));
        }

        @Test
        void missingMetadataOfTheDatabaseIsNoIdentity() throws IOException {
            Files.delete(cache.resolve("db/metadata.json"));

            assertFails(ReasonCode.DATABASE_UNAVAILABLE, () -> replay("vulnerable", VULNERABLE));
        }
    }

    @Nested
    class Calls {

        @Test
        void imageIsNamedByDigestAndEveryFlagIsOneArgument() throws IOException {
            replay("vulnerable", VULNERABLE);

            assertThat(Files.readAllLines(directory.resolve("argv")))
                    .startsWith("image")
                    .endsWith(REPOSITORY + "@" + VULNERABLE)
                    .contains(
                            "--format=json",
                            "--pkg-types=os",
                            "--scanners=vuln",
                            "--list-all-pkgs",
                            "--image-src=remote",
                            "--cache-backend=memory",
                            "--cache-dir=" + cache,
                            "--skip-db-update",
                            "--skip-version-check",
                            "--disable-telemetry",
                            "--insecure");
        }

        @Test
        void registryWithTlsKeepsItsVerification() throws IOException {
            registries = new NoCredentials(directory.resolve("docker"), false);

            replay("vulnerable", VULNERABLE);

            assertThat(Files.readAllLines(directory.resolve("argv"))).doesNotContain("--insecure");
        }

        @Test
        void credentialsComeFromADirectoryOfTheJob() throws IOException {
            replay("vulnerable", VULNERABLE);

            assertThat(Files.readAllLines(directory.resolve("environment")))
                    .contains("DOCKER_CONFIG=" + directory.resolve("docker"))
                    .noneMatch(line -> line.startsWith("TRIVY_"));
            assertThat(registries.open()).isZero();
        }

        @Test
        void credentialsAreRemovedAfterAFailureToo() {
            assertFails(ReasonCode.MANIFEST_NOT_FOUND, () -> replay("manifest-unknown", VULNERABLE));

            assertThat(registries.open()).isZero();
        }
    }

    private interface Scan {
        ScanOutcome run() throws IOException;
    }

    private static void assertFails(ReasonCode reason, Scan scan) {
        assertThatThrownBy(scan::run)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }

    private static Digest digestIn(String situation) throws IOException {
        String reference = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(Fixtures.bytes(situation + ".stdout"))
                .at("/Metadata/RepoDigests/0")
                .asText();
        return new Digest(reference.substring(reference.indexOf('@') + 1));
    }

    private ScanOutcome replay(String situation, Digest digest) throws IOException {
        Path stdout = Files.write(directory.resolve("replayed-stdout"), Fixtures.bytes(situation + ".stdout"));
        Path stderr = Files.write(directory.resolve("replayed-stderr"), Fixtures.bytes(situation + ".stderr"));
        return scan(
                engine("cat '" + stderr + "' >&2; cat '" + stdout + "'; exit " + Fixtures.exitCode(situation)), digest);
    }

    private ScanOutcome scan(TrivyEngine engine, Digest digest) {
        return engine.scan(new ScanRequest(REPOSITORY, digest, Platform.of("linux", "amd64"), work, Instant.now()));
    }

    private TrivyEngine engine(String body) throws IOException {
        return engine(body, Duration.ofSeconds(20));
    }

    private TrivyEngine engine(String body, Duration timeout) throws IOException {
        Path script = Files.createTempFile(
                directory,
                "trivy-",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                script,
                "#!/bin/sh\n[ \"$1\" != sbom ] || exec sh '"
                        + Path.of("src/test/resources/trivy/knows-release.sh").toAbsolutePath() + "' \"$@\"\n"
                        + "for a in \"$@\"; do echo \"$a\"; done > '" + directory.resolve("argv") + "'\nenv > '"
                        + directory.resolve("environment") + "'\n" + body + "\n");
        return new TrivyEngine(new ChildProcesses(), registries, config(script.toString(), timeout));
    }

    private TrivyConfig config(String program, Duration timeout) {
        return new TestTrivyConfig(program, cache, timeout, 2 * 1024 * 1024);
    }
}
