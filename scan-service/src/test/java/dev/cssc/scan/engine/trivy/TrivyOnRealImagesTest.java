package dev.cssc.scan.engine.trivy;

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
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.fault.HungRegistry;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
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
class TrivyOnRealImagesTest extends RealTrivyDriver {
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
