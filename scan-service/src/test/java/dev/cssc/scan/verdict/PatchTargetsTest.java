package dev.cssc.scan.verdict;

import dev.cssc.common.event.PackageUpgrade;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

class PatchTargetsTest {

    private static final List<String> INSTALLED = List.of("apt", "libc6", "tar");

    @Test
    void whatAnEarlierPatchFixedIsFixedAgain() {
        List<PackageUpgrade> targets = PatchTargets.of(
                scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1"), upgrade("apt", "CVE-2")), List.of()),
                Optional.of(scanned(INSTALLED, List.of(upgrade("apt", "CVE-2")), List.of())));

        assertThat(targets).containsExactly(upgrade("apt", "CVE-2"), upgrade("libc6", "CVE-1"));
    }

    @Test
    void findingOfTheCandidateAloneIsRaisedFromTheSourcesVersion() {
        PackageUpgrade inCandidate = new PackageUpgrade("tar", "1.5", "3", List.of());

        List<PackageUpgrade> targets = PatchTargets.of(
                scanned(INSTALLED, List.of(), List.of()),
                Optional.of(scanned(INSTALLED, List.of(inCandidate), List.of())));

        assertThat(targets).containsExactly(new PackageUpgrade("tar", "1", "3", List.of()));
    }

    @Test
    void packageThatOnlyTheCandidateHasIsNoTarget() {
        List<PackageUpgrade> targets = PatchTargets.of(
                scanned(INSTALLED, List.of(), List.of()),
                Optional.of(scanned(List.of("brought-in"), List.of(upgrade("brought-in", "CVE-9")), List.of())));

        assertThat(targets).isEmpty();
    }
}
