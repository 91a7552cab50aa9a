package dev.cssc.scan.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as comma-separated values by RFC 4180, one finding a line. */
public final class CsvReport {

    /** Its media type. */
    public static final String MEDIA_TYPE = "text/csv";

    private static final List<String> HEADER =
            List.of("image", "manifest", "os", "vulnerability", "severity", "package", "installed", "fixed");
    private static final String LINE_END = "\r\n";

    private CsvReport() {}

    /** The header and the findings of all; the header alone where there are none. */
    public static String of(List<Report> reports) {
        return Stream.concat(
                        Stream.of(HEADER),
                        reports.stream()
                                .flatMap(report -> report.findings().stream().map(f -> line(report, f))))
                .map(fields -> fields.stream().map(CsvReport::field).collect(Collectors.joining(",")))
                .collect(Collectors.joining(LINE_END, "", LINE_END));
    }

    private static List<String> line(Report report, ReportFinding finding) {
        return List.of(
                report.name(),
                report.manifest().toString(),
                report.os().family() + " " + report.os().release(),
                finding.vulnerability().orElse(""),
                finding.severity().name(),
                finding.packageName(),
                finding.installed(),
                finding.fixed().orElse(""));
    }

    /**
     * Quoted where it has to be. Names come from images, and spreadsheets calculate what begins like a formula: such a field gets an
     * apostrophe (OWASP, CSV Injection).
     */
    private static String field(String text) {
        String harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
