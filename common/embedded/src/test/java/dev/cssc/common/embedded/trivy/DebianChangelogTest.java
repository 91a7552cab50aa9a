package dev.cssc.common.embedded.trivy;

import dev.cssc.common.event.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DebianChangelogTest {
    /** From real changelogs of Debian 12, shortened. */
    private static final DebianChangelog CHANGELOG = DebianChangelog.parse("""
            pcre2 (10.42-1+deb12u2) bookworm-security; urgency=high

              * Non-maintainer upload.
              * GHSA-r9hj-j2rw-4q3m: Fix large JIT stack allocation (CVE-2026-103111)
                (Closes: #1149217)

             -- A Maintainer <someone@debian.org>  Sat, 03 Oct 2026 15:07:41 +0200

            pcre2 (10.42-1+deb12u1) bookworm-security; urgency=medium

              * Includes security fix for GHSA-5qpq-xqfv-j9pg (Closes: #1147318)

             -- A Maintainer <someone@debian.org>  Wed, 02 Sep 2026 10:54:35 +0100

            pcre2 (10.42-1) unstable; urgency=low; binary-only=yes

              * CVE-2022-1586, CVE-2022-1587 and CVE-2022-1586 again.

             -- A Maintainer <someone@debian.org>  Sun, 01 Jan 2023 15:44:06 +0000
            """);

    @Test
    void onlyVersionsAboveTheInstalledOneAreNews() {
        assertThat(CHANGELOG.since("10.42-1"))
                .extracting(DebianChangelog.Entry::version)
                .containsExactly("10.42-1+deb12u2", "10.42-1+deb12u1");
        assertThat(CHANGELOG.since("10.42-1+deb12u2")).isEmpty();
        assertThat(CHANGELOG.since("10.40-3")).hasSize(3);
    }

    @Test
    void vulnerabilitiesAreToldOnceByTheirCveNumberWhereTheyHaveOne() {
        assertThat(CHANGELOG.entries().get(0).vulnerabilities()).containsExactly("CVE-2026-103111");
        assertThat(CHANGELOG.entries().get(1).vulnerabilities()).containsExactly("GHSA-5qpq-xqfv-j9pg");
        assertThat(CHANGELOG.entries().get(2).vulnerabilities()).containsExactly("CVE-2022-1586", "CVE-2022-1587");
    }

    @Test
    void urgencyIsTakenForTheSeverityAndHighWhereItIsNotKnown() {
        assertThat(CHANGELOG.entries())
                .extracting(DebianChangelog.Entry::severity)
                .containsExactly(Severity.HIGH, Severity.MEDIUM, Severity.LOW);
        assertThat(DebianChangelog.parse("a (1) b; urgency=unheard\n").entries())
                .extracting(DebianChangelog.Entry::severity)
                .containsExactly(Severity.HIGH);
    }

    @Test
    void aPackageThatNamesAnotherSourceIsCountedToThatSource() {
        assertThat(DpkgStanza.installedSources("""
                Package: bsdutils
                Status: install ok installed
                Source: util-linux (2.38.1-5+deb12u3)
                Version: 1:2.38.1-5+deb12u3
                Description: basic utilities
                 of several lines: none

                Package: apt
                Status: install ok installed
                Version: 2.6.1

                Package: gone
                Status: deinstall ok config-files
                Version: 1
                """))
                .containsOnly(
                        org.assertj.core.api.Assertions.entry("util-linux", "2.38.1-5+deb12u3"),
                        org.assertj.core.api.Assertions.entry("apt", "2.6.1"));
    }
}
