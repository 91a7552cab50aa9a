package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class UpdateinfoListTest {

    @Test
    void advisoryOfRealDnfIsKnownByItsCves() {
        List<AdvisedPackage> advised = UpdateinfoList.together(
                UpdateinfoList.parse(Fixtures.text("dnf4-updateinfo-list.stdout")),
                UpdateinfoList.parse(Fixtures.text("dnf4-updateinfo-list-cves.stdout")));

        assertThat(advised)
                .contains(
                        new AdvisedPackage(
                                "openssl-libs",
                                "noarch",
                                "1:3.0.7-24.el9",
                                List.of(
                                        new Vulnerability("CVE-2023-2975", Severity.LOW),
                                        new Vulnerability("CVE-2023-3446", Severity.LOW))),
                        new AdvisedPackage(
                                "openssl-libs",
                                "noarch",
                                "1:3.0.7-27.el9",
                                List.of(new Vulnerability("CVE-2024-2511", Severity.HIGH))));
    }

    @Test
    void advisoryWithoutCveIsKnownByItself() {
        List<AdvisedPackage> advised = UpdateinfoList.together(
                UpdateinfoList.parse(Fixtures.text("dnf4-updateinfo-list.stdout")),
                UpdateinfoList.parse(Fixtures.text("dnf4-updateinfo-list-cves.stdout")));

        assertThat(advised)
                .contains(new AdvisedPackage(
                        "libxml2",
                        "x86_64",
                        "2.9.13-6.el9_4",
                        List.of(new Vulnerability("RLSA-2024:0119", Severity.MEDIUM))));
    }

    @Test
    void tableOfDnf5IsReadWithoutAdvisoriesThatAreNotAboutSecurity() {
        assertThat(UpdateinfoList.parse(Fixtures.text("dnf5-documented-advisory-list.stdout")))
                .containsExactly(
                        new UpdateinfoList(
                                "FEDORA-2024-11b4b1e6c6",
                                Severity.HIGH,
                                new RpmPackageName("libxml2", "2.9.13-6.el9_4", "x86_64")),
                        new UpdateinfoList(
                                "FEDORA-2024-5c4a1b2b3c",
                                Severity.UNKNOWN,
                                new RpmPackageName("openssl-libs", "1:3.0.7-27.el9", "noarch")));
    }

    @Test
    void listOfYumIsRead() {
        assertThat(UpdateinfoList.parse(Fixtures.text("yum-documented-updateinfo-list.stdout")))
                .extracting(UpdateinfoList::severity)
                .containsExactly(Severity.HIGH, Severity.MEDIUM);
    }

    @Test
    void highestVersionThatCouldBeInstalledIsRead() {
        assertThat(UpdateinfoTool.versions(Fixtures.text("dnf4-repoquery-upgrades.stdout")))
                .isEqualTo(Map.of(
                        "bash", "5.1.8-9.el9",
                        "curl", "7.76.1-29.el9_4.1",
                        "libxml2", "2.9.13-6.el9_4",
                        "python3-libxml2", "2.9.13-6.el9_4",
                        "openssl-libs", "1:3.0.7-27.el9",
                        "tzdata", "2024b-2.el9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Updating Subscription Management repositories.",
                "Last metadata expiration check: 0:00:03 ago on Sat Nov 28 04:58:08 2026.",
                "RLBA-2024:7000 bugfix tzdata-2024b-2.el9.noarch",
                "RLSA-2024:5529 Moderate/Sec. curl"
            })
    void otherLinesAreNothing(String line) {
        assertThat(UpdateinfoList.parse(line)).isEmpty();
    }
}
