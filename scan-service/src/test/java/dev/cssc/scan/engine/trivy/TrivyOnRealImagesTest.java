package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.layer.LayerEntry;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.testing.fault.HungRegistry;
import dev.cssc.scan.engine.NoCredentials;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.engine.UnfixedFinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Real Trivy on a real Debian image in a real registry; the databases are in its own format and of our making. */
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivy#isUsable",
        disabledReason = "trivy, go, docker-registry or debootstrap is not installed, or this is not root")
class TrivyOnRealImagesTest {
    private static final Map<String, String> AS_IT_IS = Map.of("skip-db-update", "true", "timeout", "PT2M");

    @TempDir
    static Path shared;

    private static EmbeddedRegistry registry;
    private static Repository debian;
    private static ImageBuild base;
    private static Digest image;

    @TempDir
    Path directory;

    private Path cache;
    private Path work;
    private NoCredentials access;

    @BeforeAll
    static void anImageInARegistry() {
        registry = EmbeddedRegistry.start(shared.resolve("registry"));
        debian = new Repository(registry.host(), "demo/debian");
        base = DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {});
        image = new Digest(base.push(registry.host(), debian.path(), "12"));
    }

    @AfterAll
    static void theRegistryEnds() {
        registry.close();
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        cache = Files.createDirectory(directory.resolve("cache"));
        work = Files.createDirectory(directory.resolve("work"));
        access = new NoCredentials(Files.createDirectory(directory.resolve("docker")), true);
    }

    private ScanOutcome scan(Map<String, String> settings, Repository repository, Digest digest) {
        try (TrivyEngine engine = engine(settings)) {
            return scan(engine, repository, digest);
        }
    }

    private TrivyEngine engine(Map<String, String> settings) {
        return new TrivyEngine(new ChildProcesses(), access, RealTrivy.config(cache, settings));
    }

    private ScanOutcome scan(TrivyEngine engine, Repository repository, Digest digest) {
        return engine.scan(new ScanRequest(repository, digest, Platform.host(), work));
    }

    private ScanOutcome.Scanned scanned(List<Advisory> advisories) {
        AdvisoryDatabase.of(advisories).writeTo(cache);
        return (ScanOutcome.Scanned) scan(AS_IT_IS, debian, image);
    }

    @Test
    void everyPendingUpdateThatDebianSaysMendsAVulnerabilityIsFound() {
        ScanOutcome.Scanned scanned = scanned(RealTrivy.pending());

        assertThat(scanned.fixable().stream()
                        .map(PackageUpgrade::vulnerabilities)
                        .flatMap(List::stream)
                        .map(Vulnerability::id))
                .containsAll(RealTrivy.pending().stream()
                        .map(Advisory::id)
                        .distinct()
                        .toList());
        assertThat(scanned.unfixed()).isEmpty();
    }

    @Test
    void imageInWhichNothingIsFoundIsNotUnderstoodWhereTheDatabaseHasNotHeardOfItsRelease() {
        AdvisoryDatabase.of(List.of(new Advisory("debian 11", "perl", "CVE-2011-4116", Optional.empty(), Severity.LOW)))
                .writeTo(cache);

        assertThat(scan(AS_IT_IS, debian, image))
                .isInstanceOfSatisfying(
                        ScanOutcome.NotUnderstood.class,
                        outcome -> assertThat(outcome.why()).contains("no advisories for debian 12"));
    }

    @Test
    void imageInWhichNothingIsFoundIsCleanWhereTheDatabaseKnowsItsRelease() {
        ScanOutcome.Scanned scanned =
                scanned(List.of(Advisory.fixed("openssl", "CVE-2099-0001", "1.0", Severity.HIGH)));

        assertThat(scanned.fixable()).isEmpty();
        assertThat(scanned.unfixed()).isEmpty();
        assertThat(scanned.inventory().packages()).hasSizeGreaterThan(50);
    }

    @Test
    void vulnerabilityThatNothingMendsYetIsFoundAndNotFixable() {
        ScanOutcome.Scanned scanned = scanned(List.of(Advisory.unfixed("perl", "CVE-2011-4116", Severity.LOW)));

        assertThat(scanned.fixable()).isEmpty();
        assertThat(scanned.unfixed())
                .extracting(UnfixedFinding::name, UnfixedFinding::severity)
                .containsExactly(org.assertj.core.api.Assertions.tuple("perl-base", Severity.LOW));
    }

    @Test
    void versionThatIsInstalledAlreadyIsNoFinding() {
        ScanOutcome.Scanned scanned =
                scanned(List.of(Advisory.fixed("perl", "CVE-2023-31484", "5.36.0-7+deb12u1", Severity.HIGH)));

        assertThat(scanned.fixable()).isEmpty();
    }

    @Test
    void distributionThatTrivyDoesNotKnowIsNotUnderstood() {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        Layer unheard = Layer.ofFiles(Map.of("etc/os-release", "ID=unheard\nVERSION_ID=\"1\"\n"));
        Digest digest = new Digest(ImageBuild.of(unheard).push(registry.host(), "demo/unheard", "1"));

        assertThat(scan(AS_IT_IS, debian.sibling("demo/unheard"), digest))
                .isInstanceOf(ScanOutcome.NotUnderstood.class);
    }

    @Test
    void layerThatIsCalledLikeOneOfAnotherImageIsNotTakenForIt() {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        Layer real = base.layers().getFirst();
        Layer harmless = Layer.ofFiles(Map.of(
                "etc/debian_version",
                "12.15\n",
                "etc/os-release",
                "ID=debian\nVERSION_ID=\"12\"\n",
                "var/lib/dpkg/status",
                """
                Package: harmless
                Status: install ok installed
                Version: 1-1
                Architecture: amd64
                """));
        Layer disguised = new Layer(harmless.digest(), real.diffId(), harmless.size(), harmless.content());
        Digest liar = new Digest(ImageBuild.of(disguised).push(registry.host(), debian.path(), "liar"));

        try (TrivyEngine engine = engine(AS_IT_IS)) {
            ScanOutcome.Scanned first = (ScanOutcome.Scanned) scan(engine, debian, liar);
            ScanOutcome.Scanned honest = (ScanOutcome.Scanned) scan(engine, debian, image);
            ScanOutcome.Scanned again = (ScanOutcome.Scanned) scan(engine, debian, liar);

            assertThat(first.fixable()).isEmpty();
            assertThat(honest.fixable()).isNotEmpty();
            assertThat(again.inventory().packages())
                    .isEqualTo(first.inventory().packages())
                    .hasSize(1);
        }
    }

    @Test
    void layersThatWereReadAreNotReadAgainWithANewerDatabase() throws IOException {
        AdvisoryDatabase database = AdvisoryDatabase.of(RealTrivy.pending());
        database.writeTo(cache);
        Repository gone = debian.sibling("demo/gone");
        base.push(registry.host(), gone.path(), "12");
        try (TrivyEngine engine = engine(AS_IT_IS)) {
            ScanOutcome.Scanned before = (ScanOutcome.Scanned) scan(engine, gone, image);
            database.plus(Advisory.fixed("tar", "CVE-2099-0001", "9.9", Severity.HIGH))
                    .writeTo(cache);
            delete(gone, base.layers().getFirst().digest());

            ScanOutcome.Scanned after = (ScanOutcome.Scanned) scan(engine, gone, image);

            assertThat(after.inventory()).isEqualTo(before.inventory());
            assertThat(after.fixable()).hasSizeGreaterThan(before.fixable().size());
        }
    }

    @Test
    void layerThatTouchesNoneOfTrivysSourcesChangesNothingOfWhatItFinds() {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        Layer application = Layer.ofFiles(Map.of(
                "srv/app/var/lib/dpkg/status", "Package: no\nStatus: install ok installed\nVersion: 1\n",
                "etc/os-release.orig", "ID=alpine\nVERSION_ID=3.20\n",
                "srv/app/bom.cdx.json", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[]}",
                "usr/share/doc/tar/copyright", "License: none\n",
                "usr/share/.wh.zoneinfo", "",
                "var/cache/apt/.wh..wh..opq", ""));
        Digest derived = new Digest(base.plus(application).push(registry.host(), debian.path(), "derived"));

        try (TrivyEngine engine = engine(AS_IT_IS)) {
            assertThat(LayerPaths.of(
                                    LayerEntry.of(LayerEntry.Kind.FILE, "srv/app/var/lib/dpkg/status"),
                                    LayerEntry.of(LayerEntry.Kind.WHITEOUT, "usr/share/zoneinfo"),
                                    LayerEntry.of(LayerEntry.Kind.OPAQUE, "var/cache/apt"))
                            .touching(engine.sources().orElseThrow().places()))
                    .isEmpty();
            ScanOutcome.Scanned first = (ScanOutcome.Scanned) scan(engine, debian, image);
            assertThat(scan(engine, debian, derived)).isEqualTo(first);
        }
    }

    private static void delete(Repository repository, String blob) throws IOException {
        HttpRequest delete = HttpRequest.newBuilder(
                        URI.create("http://" + registry.host() + "/v2/" + repository.path() + "/blobs/" + blob))
                .DELETE()
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(delete, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void databaseIsTakenFromTheRegistryThatIsNamed() {
        AdvisoryDatabase database = AdvisoryDatabase.of(RealTrivy.pending());
        database.push(registry.host(), "trivy-db", "2");

        ScanOutcome.Scanned scanned =
                (ScanOutcome.Scanned) scan(Map.of("db-repository", registry.host() + "/trivy-db:2"), debian, image);

        assertThat(scanned.fixable()).isNotEmpty();
        assertThat(scanned.scanner().database()).contains(database.updated().toString());
    }

    @Test
    void databaseThatIsNotInTheRegistryIsSaid() {
        assertThatThrownBy(() -> scan(Map.of("db-repository", registry.host() + "/nosuch:2"), debian, image))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.DATABASE_UNAVAILABLE));
    }

    @Test
    void registryThatHangsIsGivenUpAfterOurOwnLimitAndNothingIsLeftRunning() {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        try (HungRegistry hung = HungRegistry.start()) {
            Map<String, String> soon = Map.of("skip-db-update", "true", "timeout", "PT5S");
            long begin = System.nanoTime();

            FailureException failure = catchThrowableOfType(
                    FailureException.class, () -> scan(soon, new Repository(hung.host(), debian.path()), image));

            assertThat(failure.failure().reason()).isEqualTo(ReasonCode.TIMED_OUT);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
            assertThat(ProcessesOf.directory(directory)).isEmpty();
        }
    }

    @Test
    void trivyThatIsKilledIsAFailureToTryAgain() throws IOException {
        AdvisoryDatabase.of(RealTrivy.pending()).writeTo(cache);
        try (HungRegistry hung = HungRegistry.start()) {
            CompletableFuture<ScanOutcome> scan = CompletableFuture.supplyAsync(
                    () -> scan(AS_IT_IS, new Repository(hung.host(), debian.path()), image));
            await().atMost(Duration.ofSeconds(60)).until(() -> hung.waiting() > 0);

            ProcessesOf.directory(directory).forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(scan::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(FailureException.class, e -> {
                        assertThat(e.failure().reason()).isEqualTo(ReasonCode.ENGINE_FAILED);
                        assertThat(e.failure().retry()).isInstanceOf(Retry.Backoff.class);
                        assertThat(e.failure().detail()).contains("137");
                    });
            assertThat(ProcessesOf.directory(directory)).isEmpty();
        }
    }
}
