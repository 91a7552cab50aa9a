package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.InstalledPackage;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class TrivyFindingsTest {

    @Test
    void severalFindingsOfOnePackageAreOneUpgradeToTheHighestVersion() {
        List<PackageUpgrade> upgrades = TrivyFindings.upgrades(report(
                List.of(new InstalledPackage("libc6", "2.36-9", "amd64", "glibc", "2.36-9")),
                finding("CVE-2", "libc6", "2.36-9", "2.36-9+deb12u9", Severity.LOW),
                finding("CVE-1", "libc6", "2.36-9", "2.36-9+deb12u13", Severity.HIGH)));

        assertThat(upgrades)
                .containsExactly(new PackageUpgrade(
                        "libc6",
                        "2.36-9",
                        "2.36-9+deb12u13",
                        List.of(new Vulnerability("CVE-1", Severity.HIGH), new Vulnerability("CVE-2", Severity.LOW))));
    }

    @Test
    void epochOfTheBinaryPackageIsPutBeforeTheSourcesVersion() {
        List<PackageUpgrade> upgrades = TrivyFindings.upgrades(report(
                List.of(new InstalledPackage("bsdutils", "1:2.38.1-5", "amd64", "util-linux", "2.38.1-5")),
                finding("CVE-1", "bsdutils", "1:2.38.1-5", "2.38.1-5+deb12u3", Severity.LOW)));

        assertThat(upgrades)
                .singleElement()
                .satisfies(u -> assertThat(u.fixed()).isEqualTo("1:2.38.1-5+deb12u3"));
    }

    @Test
    void findingWithoutFixedVersionIsNoUpgrade() {
        TrivyReport report = report(List.of(), finding("CVE-2005-2541", "tar", "1.34", "", Severity.LOW));

        assertThat(TrivyFindings.upgrades(report)).isEmpty();
        assertThat(TrivyFindings.unfixed(report))
                .singleElement()
                .satisfies(f -> assertThat(f.vulnerability()).contains("CVE-2005-2541"));
    }

    @Test
    void highestIsMeantInTheDistributionsOrder() {
        TrivyReport report = reportOf(
                "alpine",
                finding("CVE-1", "busybox", "1.36.0-r0", "1.36.1_rc1-r9", Severity.LOW),
                finding("CVE-2", "busybox", "1.36.0-r0", "1.36.1-r2", Severity.LOW));

        assertThat(TrivyFindings.upgrades(report))
                .singleElement()
                .satisfies(u -> assertThat(u.fixed()).isEqualTo("1.36.1-r2"));
    }

    private static TrivyReport report(List<InstalledPackage> packages, TrivyReport.Finding... findings) {
        return new TrivyReport("1", List.of(), List.of(), Optional.empty(), false, packages, List.of(findings));
    }

    private static TrivyReport reportOf(String family, TrivyReport.Finding... findings) {
        return new TrivyReport(
                "1",
                List.of(),
                List.of(),
                Optional.of(new OperatingSystem(family, "3.19")),
                false,
                List.of(),
                List.of(findings));
    }

    private static TrivyReport.Finding finding(
            String id, String name, String installed, String fixed, Severity severity) {
        return new TrivyReport.Finding(
                id, name, installed, fixed.isEmpty() ? Optional.empty() : Optional.of(fixed), severity);
    }
}
