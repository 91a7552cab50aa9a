package dev.cssc.scan.verdict;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

class PatchTargetsTest {

    private static final Counting SEVERE = new Counting(
            new Criteria(Optional.of(Severity.HIGH), List.of(), List.of()), LocalDate.EPOCH, SupportCalendar.EMPTY);
    private static final List<String> INSTALLED = List.of("apt", "libc6", "tar");

    @Test
    void whatAnEarlierPatchFixedIsFixedAgain() {
        List<PackageUpgrade> targets = PatchTargets.of(
                scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1"), upgrade("apt", "CVE-2")), List.of()),
                scanned(INSTALLED, List.of(upgrade("apt", "CVE-2")), List.of()),
                Counting.EVERYTHING);

        assertThat(targets).containsExactly(upgrade("apt", "CVE-2"), upgrade("libc6", "CVE-1"));
    }

    @Test
    void findingOfTheCandidateAloneIsRaisedFromTheSourcesVersion() {
        PackageUpgrade inCandidate = new PackageUpgrade("tar", "1.5", "3", List.of());

        List<PackageUpgrade> targets = PatchTargets.of(
                scanned(INSTALLED, List.of(), List.of()),
                scanned(INSTALLED, List.of(inCandidate), List.of()),
                Counting.EVERYTHING);

        assertThat(targets).containsExactly(new PackageUpgrade("tar", "1", "3", List.of()));
    }

    @Test
    void packageThatOnlyTheCandidateHasIsNoTarget() {
        List<PackageUpgrade> targets = PatchTargets.of(
                scanned(INSTALLED, List.of(), List.of()),
                scanned(List.of("brought-in"), List.of(upgrade("brought-in", "CVE-9")), List.of()),
                Counting.EVERYTHING);

        assertThat(targets).isEmpty();
    }

    @Test
    void whatDoesNotCountIsNoTarget() {
        PackageUpgrade severe = upgrade("apt", "CVE-1");
        ScanOutcome.Scanned source = scanned(
                INSTALLED,
                List.of(severe, upgrade("tar", new Vulnerability("CVE-2", Severity.LOW)), upgrade("libc6", "CVE-3")),
                List.of());

        assertThat(PatchTargets.of(source, source, SEVERE)).containsExactly(severe, upgrade("libc6", "CVE-3"));
    }

    @Test
    void whatAnEarlierPatchRaisedIsRaisedAgainAlthoughItDoesNotCount() {
        PackageUpgrade minor = upgrade("tar", new Vulnerability("CVE-2", Severity.LOW));
        ScanOutcome.Scanned source = scanned(INSTALLED, List.of(minor, upgrade("apt", "CVE-1")), List.of());
        ScanOutcome.Scanned patched = new ScanOutcome.Scanned(
                new Inventory(
                        source.inventory().os(),
                        false,
                        source.inventory().packages().stream()
                                .map(p -> p.name().equals("tar") ? raised(p) : p)
                                .toList()),
                List.of(upgrade("apt", "CVE-1")),
                List.of(),
                TestScans.SCANNER);

        assertThat(PatchTargets.of(source, patched, SEVERE)).containsExactly(upgrade("apt", "CVE-1"), minor);
    }

    @Test
    void whatOnlyTheCandidateIsVulnerableToRaisesThePackageFarEnough() {
        ScanOutcome.Scanned source =
                scanned(INSTALLED, List.of(upgrade("tar", new Vulnerability("CVE-1", Severity.LOW))), List.of());
        PackageUpgrade further =
                new PackageUpgrade("tar", "2", "3", List.of(new Vulnerability("CVE-2", Severity.HIGH)));

        assertThat(PatchTargets.of(source, scanned(INSTALLED, List.of(further), List.of()), SEVERE))
                .containsExactly(new PackageUpgrade(
                        "tar",
                        "1",
                        "3",
                        List.of(new Vulnerability("CVE-1", Severity.LOW), new Vulnerability("CVE-2", Severity.HIGH))));
    }

    @Test
    void higherOfTwoFixesIsMeantInTheDistributionsOrder() {
        List<PackageUpgrade> targets = PatchTargets.of(
                ofRpm(new PackageUpgrade("curl", "1.0-1", "1.0^git1-1", List.of())),
                ofRpm(new PackageUpgrade("curl", "1.0-1", "1.0.1-1", List.of())),
                Counting.EVERYTHING);

        assertThat(targets)
                .singleElement()
                .satisfies(target -> assertThat(target.fixed()).isEqualTo("1.0.1-1"));
    }

    private static ScanOutcome.Scanned ofRpm(PackageUpgrade fixable) {
        InstalledPackage installed =
                new InstalledPackage(fixable.name(), fixable.installed(), "x86_64", fixable.name(), "1.0-1");
        return new ScanOutcome.Scanned(
                new Inventory(new OperatingSystem("rocky", "9.4"), false, List.of(installed)),
                List.of(fixable),
                List.of(),
                TestScans.SCANNER);
    }

    private static InstalledPackage raised(InstalledPackage p) {
        return new InstalledPackage(p.name(), "2", p.architecture(), p.sourceName(), "2");
    }
}
