package dev.cssc.scan.job;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.verdict.Counting;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static dev.cssc.scan.TestScans.endOfLife;
import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

class FindingsEventTest {

    private static final List<String> INSTALLED = List.of("apt", "libc6");
    private static final Repository REPOSITORY = Repository.parse("h/r");
    private static final ImageDue DUE = new ImageDue(
            "run",
            "w",
            DueReason.SCHEDULED,
            new PinnedImage(REPOSITORY, new Tag("1"), Digest.of("source")),
            new PinnedImage(REPOSITORY, new Tag("1-1"), Digest.of("candidate")),
            TagConvention.INCREMENTAL,
            Optional.empty());

    @Test
    void packagesAreThoseOfTheSourceWhateverTheCandidateHasFixed() {
        List<Scans.Result> source =
                List.of(result("amd64", scanned(INSTALLED, List.of(upgrade("apt"), upgrade("libc6")), List.of())));
        List<Scans.Result> candidate = List.of(result("amd64", scanned(INSTALLED, List.of(upgrade("apt")), List.of())));

        VulnsFound found =
                FindingsEvent.of(DUE, source, candidate, Counting.EVERYTHING).orElseThrow();

        assertThat(found.platforms()).singleElement().satisfies(platform -> {
            assertThat(platform.manifest()).isEqualTo(Digest.of("amd64"));
            assertThat(platform.packages()).extracting(PackageUpgrade::name).containsExactly("apt", "libc6");
        });
    }

    @Test
    void platformThatNeedsNothingIsListedEmptyAndOneNotUnderstoodNotAtAll() {
        List<Scans.Result> results = List.of(
                result("amd64", scanned(INSTALLED, List.of(upgrade("apt")), List.of())),
                result("arm64", scanned(INSTALLED, List.of(), List.of())),
                result("s390x", new ScanOutcome.NotUnderstood("?", TestScans.SCANNER)));

        VulnsFound found =
                FindingsEvent.of(DUE, results, results, Counting.EVERYTHING).orElseThrow();

        assertThat(found.platforms())
                .extracting(platform -> platform.platform().architecture())
                .containsExactly("amd64", "arm64");
        assertThat(found.platforms().get(1).packages()).isEmpty();
    }

    @Test
    void deadPlatformIsNotPatchedBesideALivingOne() {
        List<Scans.Result> results = List.of(
                result("amd64", scanned(INSTALLED, List.of(upgrade("apt")), List.of())),
                result("386", endOfLife(List.of(upgrade("libc6")))));

        VulnsFound found =
                FindingsEvent.of(DUE, results, results, Counting.EVERYTHING).orElseThrow();

        assertThat(found.platforms().get(1).packages()).isEmpty();
    }

    @Test
    void sourceWithNothingToRaiseGivesNoFindings() {
        List<Scans.Result> source = List.of(result("amd64", scanned(INSTALLED, List.of(), List.of())));
        List<Scans.Result> candidate =
                List.of(result("amd64", scanned(List.of("new"), List.of(upgrade("new")), List.of())));

        assertThat(FindingsEvent.of(DUE, source, candidate, Counting.EVERYTHING))
                .isEmpty();
    }

    @Test
    void databasesOfSeveralPlatformsAreOneIdentityInAnyOrder() {
        Scans.Result one = result("amd64", new ScanOutcome.NotUnderstood("?", TestScans.SCANNER));
        ScanOutcome.Scanned some = scanned(INSTALLED, List.of(), List.of());
        Scans.Result amd64 = result("amd64", with(some, "db-amd64"));
        Scans.Result arm64 = result("arm64", with(some, "db-arm64"));

        assertThat(FindingsEvent.scanner(List.of(amd64, arm64, one)))
                .isEqualTo(FindingsEvent.scanner(List.of(arm64, amd64)))
                .isNotEqualTo(FindingsEvent.scanner(List.of(amd64)));
    }

    private static ScanOutcome with(ScanOutcome.Scanned outcome, String database) {
        return new ScanOutcome.Scanned(
                outcome.inventory(), outcome.fixable(), outcome.unfixed(), new Scanner("test", "1", database));
    }

    private static Scans.Result result(String architecture, ScanOutcome outcome) {
        return new Scans.Result(
                new PlatformManifest(Platform.of("linux", architecture), Digest.of(architecture)), outcome);
    }
}
