package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrivyReportReaderTest {

    private static final long ROOM = 1024 * 1024;

    @TempDir
    Path directory;

    @Test
    void distributionPackagesAndFindingsAreRead() throws IOException {
        TrivyReport report = read(Fixtures.bytes("vulnerable.stdout"));

        assertThat(report.version()).isEqualTo("0.69.3");
        assertThat(report.os()).contains(new OperatingSystem("debian", "12.15"));
        assertThat(report.endOfLife()).isFalse();
        assertThat(report.packages()).hasSize(88);
        assertThat(report.findings())
                .hasSize(5)
                .anySatisfy(finding -> {
                    assertThat(finding.id()).isEqualTo("CVE-2026-103111");
                    assertThat(finding.packageName()).isEqualTo("libpcre2-8-0");
                    assertThat(finding.fixed()).contains("10.42-1+deb12u2");
                })
                .anySatisfy(finding -> {
                    assertThat(finding.packageName()).isEqualTo("tar");
                    assertThat(finding.fixed()).isEmpty();
                });
    }

    @Test
    void versionIsPutTogetherFromItsThreeFields() throws IOException {
        TrivyReport report = read(Fixtures.bytes("vulnerable.stdout"));

        assertThat(report.packages())
                .filteredOn(p -> p.name().equals("bsdutils"))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.version()).isEqualTo("1:2.38.1-5+deb12u3");
                    assertThat(p.sourceName()).isEqualTo("util-linux");
                    assertThat(p.sourceVersion()).isEqualTo("2.38.1-5+deb12u3");
                });
    }

    @Test
    void endOfLifeIsRead() throws IOException {
        assertThat(read(Fixtures.bytes("eosl.stdout")).endOfLife()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scratch", "unknown-os"})
    void noDistributionIsNoDistribution(String situation) throws IOException {
        TrivyReport report = read(Fixtures.bytes(situation + ".stdout"));

        assertThat(report.os()).isEmpty();
        assertThat(report.packages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "no json at all",
                "{\"SchemaVersion\":2}",
                "{\"SchemaVersion\":1,\"Metadata\":{}}",
                "{\"SchemaVersion\":2,\"Metadata\":[]}",
                "{\"SchemaVersion\":2,\"Metadata\":{},\"Results\":{}}",
                "{\"SchemaVersion\":2,\"Metadata\":{},\"Results\":[7]}",
                "{\"SchemaVersion\":2,\"Metadata\":{},\"Results\":[{\"Class\":\"os-pkgs\",\"Packages\":[{}]}]}",
                "{\"SchemaVersion\":2,\"Metadata\":{},\"Results\":[{\"Vulnerabilities\":[{\"PkgName\":\"a\"}]}]}",
                "{\"SchemaVersion\":2,\"Metadata\":{}} {\"SchemaVersion\":2}",
            })
    void whatIsNoReportIsMalformed(String text) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.REPORT_MALFORMED));
    }

    /** A real report with fewer entries, so that each cut can be tried. */
    @ParameterizedTest
    @ValueSource(strings = {"vulnerable", "scratch"})
    void reportCutOffAtAnyByteIsMalformed(String situation) throws IOException {
        byte[] whole = shortened(Fixtures.bytes(situation + ".stdout"));
        read(whole);

        for (int length = 0; length < whole.length; length++) {
            assertMalformed(Arrays.copyOf(whole, length), "cut off after " + length + " bytes");
        }
    }

    @Test
    void wholeReportCutOffAnywhereIsMalformed() {
        byte[] whole = Fixtures.bytes("vulnerable.stdout");
        int end = new String(whole, StandardCharsets.UTF_8).strip().length();
        for (int length = 0; length < end; length += 7_919) {
            assertMalformed(Arrays.copyOf(whole, length), "cut off after " + length + " bytes");
        }
        assertMalformed(Arrays.copyOf(whole, end - 1), "without its last byte");
    }

    private void assertMalformed(byte[] content, String why) {
        assertThatThrownBy(() -> read(content))
                .as(why)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.REPORT_MALFORMED));
    }

    private static byte[] shortened(byte[] report) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(report);
        for (JsonNode result : root.path("Results")) {
            for (String list : List.of("Packages", "Vulnerabilities")) {
                while (result.path(list).size() > 1) {
                    ((ArrayNode) result.path(list)).remove(1);
                }
            }
        }
        return mapper.writeValueAsBytes(root);
    }

    @Test
    void stringBeyondTheCapIsMalformed() {
        String text =
                "{\"SchemaVersion\":2,\"Metadata\":{},\"Results\":[{\"Class\":\"os-pkgs\",\"Packages\":[{\"Name\":\""
                        + "a".repeat(5 << 20) + "\"}]}]}";

        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8), 16 << 20, 1_000))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.REPORT_MALFORMED));
    }

    @Test
    void capCountsThePackagesOfAllResultsTogether() {
        String result =
                "{\"Class\":\"os-pkgs\",\"Packages\":[{\"Name\":\"a\",\"Version\":\"1\"},{\"Name\":\"b\",\"Version\":\"1\"}]}";
        String text = "{\"SchemaVersion\":2,\"Metadata\":{},\"Results\":[" + result + "," + result + "]}";

        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8), ROOM, 3))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }

    @Test
    void nestingBeyondTheCapIsMalformed() {
        String deep = "{\"SchemaVersion\":2,\"Metadata\":" + "{\"a\":".repeat(100) + "1" + "}".repeat(100) + "}";

        assertThatThrownBy(() -> read(deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.REPORT_MALFORMED));
    }

    @Test
    void reportBeyondTheByteCapIsTooLarge() {
        assertThatThrownBy(() -> read(Fixtures.bytes("vulnerable.stdout"), 1_000, 1_000))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }

    @Test
    void morePackagesThanTheCapAreTooMany() {
        assertThatThrownBy(() -> read(Fixtures.bytes("vulnerable.stdout"), ROOM, 87))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }

    @Test
    void onlyPackagesOfTheDistributionCount() throws IOException {
        TrivyReport report = read("""
                {"SchemaVersion":2,"Metadata":{"OS":{"Family":"alpine","Name":"3.19.1"}},"Results":[
                  {"Class":"lang-pkgs","Packages":[{"Name":"left-pad","Version":"1.0"}],
                   "Vulnerabilities":[{"VulnerabilityID":"CVE-1","PkgName":"left-pad","InstalledVersion":"1.0"}]},
                  {"Packages":[{"Name":"busybox","Version":"1.36.1-r15"}],"Class":"os-pkgs"}]}
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(report.packages())
                .singleElement()
                .satisfies(p -> assertThat(p.name()).isEqualTo("busybox"));
        assertThat(report.findings()).isEmpty();
    }

    private TrivyReport read(byte[] content) throws IOException {
        return read(content, ROOM, 1_000);
    }

    private TrivyReport read(byte[] content, long bytes, int entries) throws IOException {
        Path file = Files.write(directory.resolve("report.json"), content);
        return TrivyReportReader.read(file, "scanning h/r", bytes, entries);
    }
}
