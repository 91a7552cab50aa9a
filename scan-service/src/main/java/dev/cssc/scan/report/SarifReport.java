package dev.cssc.scan.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.Digest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report in the Static Analysis Results Interchange Format 2.1.0 (OASIS), which code hosts take for vulnerabilities of images: a rule a
 * vulnerability, a result a package that has it.
 */
public final class SarifReport {

    /** Its media type. */
    public static final String MEDIA_TYPE = "application/sarif+json";

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /** Stands for the vulnerabilities that an engine without ids does not name. */
    private static final String SECURITY_UPDATE = "SECURITY-UPDATE";

    private final Report report;
    private final Map<String, Integer> rules = new LinkedHashMap<>();

    private SarifReport(Report report) {
        this.report = report;
    }

    /** The reports as a SARIF document, a run each. */
    public static ObjectNode of(List<Report> reports) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("$schema", SCHEMA).put("version", "2.1.0");
        ArrayNode runs = document.putArray("runs");
        reports.forEach(report -> new SarifReport(report).write(runs.addObject()));
        return document;
    }

    private void write(ObjectNode run) {
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", report.scanner().name())
                .put("version", report.scanner().version());
        ArrayNode ruleList = driver.putArray("rules");
        ObjectNode about = run.putObject("properties");
        about.put("image", report.name())
                .put("manifest", report.manifest().toString())
                .put("os", report.os().family() + " " + report.os().release())
                .put("database", report.scanner().database())
                .put("scannedAt", report.at().toString());
        report.scanner().stale().ifPresent(stale -> about.put("stale", stale));
        ArrayNode results = run.putArray("results");
        for (ReportFinding finding : report.findings()) {
            String id = finding.vulnerability().orElse(SECURITY_UPDATE);
            Integer known = rules.get(id);
            if (known == null) {
                known = rules.size();
                rules.put(id, known);
                rule(ruleList.addObject(), id, finding.severity());
            }
            result(results.addObject(), finding, id, known);
        }
    }

    private static void rule(ObjectNode rule, String id, Severity severity) {
        rule.put("id", id).putObject("shortDescription").put("text", id);
        rule.putObject("defaultConfiguration").put("level", level(severity));
        ObjectNode properties = rule.putObject("properties");
        properties.put("severity", severity.name()).put("security-severity", score(severity));
        properties.putArray("tags").add("security").add("vulnerability");
    }

    private void result(ObjectNode result, ReportFinding finding, String rule, int index) {
        result.put("ruleId", rule).put("ruleIndex", index).put("level", level(finding.severity()));
        result.putObject("message").put("text", message(finding));
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", report.name());
        // An image has no lines; code hosts want one.
        place.putObject("region").put("startLine", 1);
        result.putObject("partialFingerprints")
                .put(
                        "finding/v1",
                        Digest.of(rule + "\n" + finding.packageName() + "\n" + finding.installed())
                                .toString());
    }

    private static String message(ReportFinding finding) {
        return finding.packageName() + " " + finding.installed()
                + finding.vulnerability().map(id -> " has " + id).orElse(" has a pending security update")
                + finding.fixed().map(version -> "; fixed in " + version).orElse("; there is no fixed version yet");
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
            // Unknown is not harmless.
            case UNKNOWN -> "warning";
        };
    }

    /** The lower bound of the severity's range in CVSS 3, by which code hosts sort; engines do not give scores here. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.0";
            case HIGH -> "7.0";
            case MEDIUM -> "4.0";
            case LOW -> "0.1";
            case UNKNOWN -> "4.0";
        };
    }
}
