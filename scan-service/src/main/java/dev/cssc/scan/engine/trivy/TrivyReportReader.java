package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.Failure;
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

    private static final int DEEPEST = 64;
    private static final int LONGEST_STRING = 4 * 1024 * 1024;
    private static final int SCHEMA_VERSION = 2;

    private final String doing;
    private final int entryLimit;
    private final ObjectMapper mapper;

    private int schemaVersion;
    private String version = "unknown";
    private boolean metadataSeen;
    private final List<String> digests = new ArrayList<>();
    private Optional<OperatingSystem> os = Optional.empty();
    private boolean endOfLife;
    private final List<InstalledPackage> packages = new ArrayList<>();
    private final List<TrivyReport.Finding> findings = new ArrayList<>();

    private TrivyReportReader(String doing, long byteLimit, int entryLimit) {
        this.doing = doing;
        this.entryLimit = entryLimit;
        this.mapper = new ObjectMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_STRING)
                        .maxDocumentLength(byteLimit)
                        .build())
                .build());
    }

    /**
     * @throws FailureException {@link ReasonCode#REPORT_MALFORMED}, or {@link ReasonCode#TOO_LARGE} beyond a cap
     */
    static TrivyReport read(Path file, String doing, long byteLimit, int entryLimit) {
        TrivyReportReader reader = new TrivyReportReader(doing, byteLimit, entryLimit);
        try {
            if (Files.size(file) > byteLimit) {
                throw reader.tooLarge(
                        "the report has more than " + byteLimit + " bytes (cssc.scan.trivy.report-limit)");
            }
            return reader.read(file);
        } catch (JsonProcessingException e) {
            throw reader.malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw reader.malformed(e.toString());
        }
    }

    private TrivyReport read(Path file) throws IOException {
        try (JsonParser parser = mapper.getFactory().createParser(file.toFile())) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw malformed("it is empty");
            }
            expect(first == JsonToken.START_OBJECT, "it is no JSON object");
            eachField(parser, name -> {
                switch (name) {
                    case "SchemaVersion" -> schemaVersion = parser.getValueAsInt(-1);
                    case "Trivy" -> version = tree(parser).path("Version").asText("unknown");
                    case "Metadata" -> metadata(tree(parser));
                    case "Results" -> results(parser);
                    default -> parser.skipChildren();
                }
            });
            expect(parser.nextToken() == null, "something follows its end");
        }
        expect(schemaVersion == SCHEMA_VERSION, "its SchemaVersion is " + schemaVersion + ", not " + SCHEMA_VERSION);
        expect(metadataSeen, "it has no Metadata");
        return new TrivyReport(version, digests, os, endOfLife, packages, findings);
    }

    private void metadata(JsonNode metadata) {
        expect(metadata.isObject(), "its Metadata is no object");
        metadataSeen = true;
        metadata.path("RepoDigests").forEach(digest -> digests.add(digest.asText()));
        JsonNode found = metadata.path("OS");
        String family = found.path("Family").asText("");
        // Trivy says "none" where it looked and found nothing.
        if (!family.isEmpty() && !family.equals("none")) {
            os = Optional.of(new OperatingSystem(family, found.path("Name").asText("")));
            endOfLife = found.path("EOSL").asBoolean(false);
        }
    }

    private void results(JsonParser parser) throws IOException {
        eachElement(parser, "Results", () -> {
            List<InstalledPackage> ofResult = new ArrayList<>();
            List<TrivyReport.Finding> foundInResult = new ArrayList<>();
            String[] kind = {""};
            eachField(parser, name -> {
                switch (name) {
                    case "Class" -> kind[0] = parser.getText();
                    case "Packages" ->
                        eachElement(parser, name, () -> {
                            withinLimit(ofResult, "packages");
                            ofResult.add(installed(tree(parser)));
                        });
                    case "Vulnerabilities" ->
                        eachElement(parser, name, () -> {
                            withinLimit(foundInResult, "findings");
                            foundInResult.add(finding(tree(parser)));
                        });
                    default -> parser.skipChildren();
                }
            });
            if (kind[0].equals("os-pkgs")) {
                packages.addAll(ofResult);
                findings.addAll(foundInResult);
            }
        });
    }

    private InstalledPackage installed(JsonNode entry) {
        String name = required(entry, "Name");
        String full = fullVersion(entry, "");
        expect(!full.isEmpty(), "package " + name + " has no Version");
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
                required(entry, "VulnerabilityID"),
                required(entry, "PkgName"),
                required(entry, "InstalledVersion"),
                fixed.isBlank() ? Optional.empty() : Optional.of(fixed),
                severity(entry.path("Severity").asText("")));
    }

    private static Severity severity(String name) {
        return switch (name) {
            case "LOW" -> Severity.LOW;
            case "MEDIUM" -> Severity.MEDIUM;
            case "HIGH" -> Severity.HIGH;
            case "CRITICAL" -> Severity.CRITICAL;
            default -> Severity.UNKNOWN;
        };
    }

    private String required(JsonNode entry, String field) {
        String value = entry.path(field).asText("");
        expect(!value.isEmpty(), "an entry has no " + field);
        return value;
    }

    private JsonNode tree(JsonParser parser) throws IOException {
        return mapper.readTree(parser);
    }

    private interface OnField {
        void at(String name) throws IOException;
    }

    private interface OnElement {
        void at() throws IOException;
    }

    /** The parser stands on an object; the action is called on each field's value and must consume it. */
    private void eachField(JsonParser parser, OnField action) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "a result is no object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            action.at(name);
        }
    }

    /** The parser stands on an array or null, which Go writes for an empty one. */
    private void eachElement(JsonParser parser, String name, OnElement action) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(parser.currentToken() == JsonToken.START_ARRAY, name + " is no list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken() != null, "it is cut off");
            action.at();
        }
    }

    private void withinLimit(List<?> entries, String what) {
        if (entries.size() >= entryLimit) {
            throw tooLarge("the report lists more than " + entryLimit + " " + what + " (cssc.scan.trivy.entry-limit)");
        }
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw malformed(otherwise);
        }
    }

    private FailureException malformed(String why) {
        return Failure.of(ReasonCode.REPORT_MALFORMED, doing + ": reading trivy's report: " + why)
                .toException();
    }

    private FailureException tooLarge(String why) {
        return Failure.of(ReasonCode.TOO_LARGE, doing + ": " + why).toException();
    }
}
