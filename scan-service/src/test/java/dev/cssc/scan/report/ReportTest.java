package dev.cssc.scan.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.ScanOutcome;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.unfixed;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {
    private static final Digest MANIFEST = Digest.of("image");
    private static final String IMAGE = "registry.example/shop/api@" + MANIFEST;
    private static final ScanOutcome.Scanned FOUND = scanned(
            List.of("libssl3", "tar", "apt"),
            List.of(
                    upgrade(
                            "libssl3",
                            new Vulnerability("CVE-1", Severity.MEDIUM),
                            new Vulnerability("CVE-2", Severity.CRITICAL)),
                    upgrade("apt")),
            List.of(unfixed("tar", "CVE-1", Severity.LOW)));

    @Test
    void findingsAreListedGravestFirstWithTheVersionThatFixesThem() {
        assertThat(report(FOUND).findings())
                .extracting(f -> f.severity() + " " + f.packageName() + " "
                        + f.vulnerability().orElse("-") + " " + f.fixed().orElse("-"))
                .containsExactly(
                        "CRITICAL libssl3 CVE-2 2", "MEDIUM libssl3 CVE-1 2", "LOW tar CVE-1 -", "UNKNOWN apt - 2");
    }

    @Test
    void csvHasALineAFindingAndTheHeaderWithoutAny() {
        assertThat(CsvReport.of(reports(FOUND)).split("\r\n"))
                .hasSize(5)
                .startsWith(
                        "image,manifest,os,vulnerability,severity,package,installed,fixed",
                        IMAGE + "," + MANIFEST + ",debian 12.15,CVE-2,CRITICAL,libssl3,1,2")
                .endsWith(IMAGE + "," + MANIFEST + ",debian 12.15,,UNKNOWN,apt,1,2");
        assertThat(CsvReport.of(reports(scanned(List.of("tar"), List.of(), List.of()))))
                .isEqualTo("image,manifest,os,vulnerability,severity,package,installed,fixed\r\n");
    }

    @Test
    void csvQuotesWhatHoldsItsMarksAndDisarmsFormulas() {
        ScanOutcome.Scanned hostile = scanned(
                List.of("x"),
                List.of(new PackageUpgrade("=cmd|' /C calc'!A0", "1,\"2\"", "3\n4", List.of())),
                List.of());

        assertThat(CsvReport.of(reports(hostile)))
                .endsWith(",,UNKNOWN,'=cmd|' /C calc'!A0,\"1,\"\"2\"\"\",\"3\n4\"\r\n");
    }

    @Test
    void sarifHasARuleAVulnerabilityAndAResultAPackageThatHasIt() {
        JsonNode run = SarifReport.of(reports(FOUND)).path("runs").path(0);

        assertThat(run.path("tool").path("driver").path("rules").findValuesAsText("id"))
                .containsExactly("CVE-2", "CVE-1", "SECURITY-UPDATE");
        assertThat(run.path("results")).hasSize(4);
        JsonNode last = run.path("results").path(2);
        assertThat(last.path("ruleId").asText()).isEqualTo("CVE-1");
        assertThat(last.path("ruleIndex").asInt()).isEqualTo(1);
        assertThat(last.path("level").asText()).isEqualTo("note");
        assertThat(last.path("message").path("text").asText())
                .isEqualTo("tar 1 has CVE-1; there is no fixed version yet");
        assertThat(last.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
                .isEqualTo(IMAGE);
    }

    @Test
    void sarifSaysWhereTheDatabaseWasStale() {
        ScanOutcome.Scanned stale = new ScanOutcome.Scanned(
                FOUND.inventory(), List.of(), List.of(), new Scanner("test", "1", "db-1", Optional.of(true)));

        assertThat(SarifReport.of(reports(stale)).at("/runs/0/properties/stale").asBoolean())
                .isTrue();
        assertThat(SarifReport.of(reports(FOUND)).at("/runs/0/properties").has("stale"))
                .isFalse();
    }

    @Test
    void sarifOfACleanImageIsARunWithoutResults() {
        JsonNode run = SarifReport.of(reports(scanned(List.of("tar"), List.of(), List.of())))
                .path("runs")
                .path(0);

        assertThat(run.path("results").isArray()).isTrue();
        assertThat(run.path("results")).isEmpty();
    }

    @Test
    void imageWithoutAKnownPlaceIsCalledByItsDigest() {
        assertThat(CsvReport.of(List.of(report(FOUND, List.of())))).contains("\r\n" + MANIFEST + "," + MANIFEST + ",");
    }

    private static List<Report> reports(ScanOutcome.Scanned scan) {
        return List.of(report(scan));
    }

    private static Report report(ScanOutcome.Scanned scan) {
        return report(scan, List.of(IMAGE));
    }

    private static Report report(ScanOutcome.Scanned scan, List<String> images) {
        return new Report(
                MANIFEST,
                images,
                scan.inventory().os(),
                false,
                scan.inventory().packages().size(),
                scan.inventory().digest(),
                scan.scanner(),
                Instant.parse("2026-11-24T05:28:37Z"),
                Report.findings(scan.fixable(), scan.unfixed()));
    }
}
