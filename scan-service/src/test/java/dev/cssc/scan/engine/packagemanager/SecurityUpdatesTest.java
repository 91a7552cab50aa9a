package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.UnfixedFinding;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityUpdatesTest {

    @Test
    void severalAdvisoriesOfAPackageAreOneUpgradeToTheHighestVersion() {
        Inspection.Pending pending = SecurityUpdates.pending(
                List.of(installed("curl", "1-9.el9", "x86_64")),
                List.of(
                        advised("curl", "1-10.el9", "x86_64", "CVE-2", Severity.LOW),
                        advised("curl", "1-11.el9", "x86_64", "CVE-1", Severity.HIGH)),
                Optional.empty());

        assertThat(pending.fixable())
                .containsExactly(new PackageUpgrade(
                        "curl",
                        "1-9.el9",
                        "1-11.el9",
                        List.of(new Vulnerability("CVE-1", Severity.HIGH), new Vulnerability("CVE-2", Severity.LOW))));
    }

    @Test
    void whatIsNewEnoughOrNotInstalledIsNotPending() {
        Inspection.Pending pending = SecurityUpdates.pending(
                List.of(installed("curl", "1:1-9", "x86_64")),
                List.of(
                        advised("curl", "1:1-9", "x86_64", "CVE-1", Severity.HIGH),
                        advised("curl", "2-1", "x86_64", "CVE-2", Severity.HIGH),
                        advised("wget", "2-1", "x86_64", "CVE-3", Severity.HIGH)),
                Optional.empty());

        assertThat(pending).isEqualTo(new Inspection.Pending(List.of(), List.of()));
    }

    @Test
    void updateThatCannotBeInstalledIsUnfixed() {
        Inspection.Pending pending = SecurityUpdates.pending(
                List.of(installed("curl", "1-9", "x86_64")),
                List.of(
                        advised("curl", "1-10", "x86_64", "CVE-1", Severity.HIGH),
                        advised("curl", "1-12", "x86_64", "CVE-2", Severity.LOW)),
                Optional.of(Map.of("curl", "1-11")));

        assertThat(pending.fixable()).extracting(PackageUpgrade::fixed).containsExactly("1-10");
        assertThat(pending.unfixed())
                .containsExactly(new UnfixedFinding("curl", "1-9", Optional.of("CVE-2"), Severity.LOW));
    }

    @Test
    void excludedPackageIsUnfixed() {
        Inspection.Pending pending = SecurityUpdates.pending(
                List.of(installed("curl", "1-9", "x86_64")),
                List.of(advised("curl", "1-10", "x86_64", "CVE-1", Severity.HIGH)),
                Optional.of(Map.of()));

        assertThat(pending.fixable()).isEmpty();
        assertThat(pending.unfixed()).hasSize(1);
    }

    @Test
    void advisoryOfAnotherArchitectureIsNotMeant() {
        Inspection.Pending pending = SecurityUpdates.pending(
                List.of(installed("curl", "1-9", "x86_64")),
                List.of(advised("curl", "1-10", "aarch64", "CVE-1", Severity.HIGH)),
                Optional.empty());

        assertThat(pending.fixable()).isEmpty();
    }

    @Test
    void packageInTwoArchitecturesIsOneUpgradeFromTheOlder() {
        Inspection.Pending pending = SecurityUpdates.pending(
                List.of(installed("glibc", "1-9", "x86_64"), installed("glibc", "1-8", "i686")),
                List.of(
                        advised("glibc", "1-10", "x86_64", "CVE-1", Severity.HIGH),
                        advised("glibc", "1-10", "i686", "CVE-1", Severity.HIGH)),
                Optional.empty());

        assertThat(pending.fixable())
                .containsExactly(
                        new PackageUpgrade("glibc", "1-8", "1-10", List.of(new Vulnerability("CVE-1", Severity.HIGH))));
    }

    @Test
    void newestOfSeveralInstalledVersionsCounts() {
        Inspection.Pending pending = SecurityUpdates.pending(
                List.of(installed("kernel", "5-9", "x86_64"), installed("kernel", "5-10", "x86_64")),
                List.of(advised("kernel", "5-10", "x86_64", "CVE-1", Severity.HIGH)),
                Optional.empty());

        assertThat(pending.fixable()).isEmpty();
    }

    private static InstalledPackage installed(String name, String version, String architecture) {
        return new InstalledPackage(name, version, architecture, name, version);
    }

    private static AdvisedPackage advised(
            String name, String version, String architecture, String id, Severity severity) {
        return new AdvisedPackage(name, architecture, version, List.of(new Vulnerability(id, severity)));
    }
}
