package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a report as a stream, one package or finding in memory at a time, within caps on bytes, depth and counts. Whatever is not a
 * whole report of the known form is a failure; nothing is taken for "no findings" but a report that says so.
 */
final class TrivyReportReader {

    private static final int SCHEMA_VERSION = 2;

    private final JsonWalk walk;

    private int schemaVersion;
    private String version = "unknown";
    private boolean metadataSeen;
    private final List<String> digests = new ArrayList<>();
    private final List<String> layers = new ArrayList<>();
    private Optional<OperatingSystem> os = Optional.empty();
    private boolean endOfLife;
    private final List<InstalledPackage> packages = new ArrayList<>();
    private final List<TrivyReport.Finding> findings = new ArrayList<>();

    private TrivyReportReader(JsonWalk walk) {
        this.walk = walk;
    }

    /**
     * @throws FailureException {@link ReasonCode#REPORT_MALFORMED}, or {@link ReasonCode#TOO_LARGE} beyond a cap
     */
    static TrivyReport read(Path file, String doing, long byteLimit, int entryLimit) {
        JsonWalk walk = new JsonWalk(doing, "report", byteLimit, entryLimit);
        try {
            if (Files.size(file) > byteLimit) {
                throw walk.tooLarge("the report has more than " + byteLimit + " bytes (cssc.scan.trivy.report-limit)");
            }
            return new TrivyReportReader(walk).read(file);
        } catch (JsonProcessingException e) {
            throw walk.malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw walk.malformed(e.toString());
        }
    }

    private TrivyReport read(Path file) throws IOException {
        try (JsonParser parser = walk.factory().createParser(file.toFile())) {
            walk.whole(parser, name -> {
                switch (name) {
                    case "SchemaVersion" -> schemaVersion = parser.getValueAsInt(-1);
                    case "Trivy" -> version = walk.tree(parser).path("Version").asText("unknown");
                    case "Metadata" -> metadata(walk.tree(parser));
                    case "Results" -> results(parser);
                    default -> parser.skipChildren();
                }
            });
        }
        walk.expect(
                schemaVersion == SCHEMA_VERSION, "its SchemaVersion is " + schemaVersion + ", not " + SCHEMA_VERSION);
        walk.expect(metadataSeen, "it has no Metadata");
        return new TrivyReport(version, digests, layers, os, endOfLife, packages, findings);
    }

    private void metadata(JsonNode metadata) {
        walk.expect(metadata.isObject(), "its Metadata is no object");
        metadataSeen = true;
        metadata.path("RepoDigests").forEach(digest -> digests.add(digest.asText()));
        metadata.path("Layers").forEach(layer -> layers.add(layer.path("Digest").asText()));
        JsonNode found = metadata.path("OS");
        String family = found.path("Family").asText("");
        // Trivy says "none" where it looked and found nothing.
        if (!family.isEmpty() && !family.equals("none")) {
            os = Optional.of(new OperatingSystem(family, found.path("Name").asText("")));
            endOfLife = found.path("EOSL").asBoolean(false);
        }
    }

    private void results(JsonParser parser) throws IOException {
        walk.eachElement(parser, "Results", () -> {
            List<InstalledPackage> ofResult = new ArrayList<>();
            List<TrivyReport.Finding> foundInResult = new ArrayList<>();
            String[] kind = {""};
            walk.eachField(parser, name -> {
                switch (name) {
                    case "Class" -> kind[0] = parser.getText();
                    case "Packages" ->
                        walk.eachElement(parser, name, () -> {
                            walk.withinLimit(ofResult.size(), "packages");
                            ofResult.add(installed(walk.tree(parser)));
                        });
                    case "Vulnerabilities" ->
                        walk.eachElement(parser, name, () -> {
                            walk.withinLimit(foundInResult.size(), "findings");
                            foundInResult.add(finding(walk.tree(parser)));
                        });
                    default -> parser.skipChildren();
                }
            });
            if (kind[0].equals("os-pkgs")) {
                walk.add(packages, ofResult, "packages");
                walk.add(findings, foundInResult, "findings");
            }
        });
    }

    private InstalledPackage installed(JsonNode entry) {
        String name = walk.required(entry, "Name");
        String full = fullVersion(entry, "");
        walk.expect(!full.isEmpty(), "package " + name + " has no Version");
        String source = entry.path("SrcName").asText("");
        String sourceVersion = fullVersion(entry, "Src");
        return new InstalledPackage(
                name,
                full,
                entry.path("Arch").asText(""),
                source.isEmpty() ? name : source,
                sourceVersion.isEmpty() ? full : sourceVersion,
                text(entry, "Modularitylabel"),
                text(entry.path("Repository"), "Class"));
    }

    private static Optional<String> text(JsonNode entry, String field) {
        return Optional.of(entry.path(field).asText("")).filter(value -> !value.isEmpty());
    }

    /** {@code [epoch:]version[-release]}, which Trivy gives in three fields. */
    private static String fullVersion(JsonNode entry, String prefix) {
        String upstream = entry.path(prefix + "Version").asText("");
        if (upstream.isEmpty()) {
            return "";
        }
        int epoch = entry.path(prefix + "Epoch").asInt(0);
        String release = entry.path(prefix + "Release").asText("");
        return (epoch == 0 ? "" : epoch + ":") + upstream + (release.isEmpty() ? "" : "-" + release);
    }

    private TrivyReport.Finding finding(JsonNode entry) {
        String fixed = entry.path("FixedVersion").asText("");
        return new TrivyReport.Finding(
                walk.required(entry, "VulnerabilityID"),
                walk.required(entry, "PkgName"),
                walk.required(entry, "InstalledVersion"),
                fixed.isBlank() ? Optional.empty() : Optional.of(fixed),
                JsonWalk.severity(entry.path("Severity").asText("")));
    }
}
