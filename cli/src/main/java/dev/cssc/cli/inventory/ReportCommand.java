package dev.cssc.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.ScanServiceCommand;
import dev.cssc.cli.service.ServiceApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The newest report of an image. */
@Command(
        name = "report",
        description = "What the newest scan of an image found, or of each platform of an index.",
        footer = "%nThe digest of a source image and of its newest patch are shown by: cssc image show")
public final class ReportCommand extends ScanServiceCommand {
    private static final Set<String> FORMATS = Set.of("sarif", "csv", "engine");

    @Parameters(paramLabel = "DIGEST", description = "sha256:…, with or without registry/repository@ before it.")
    private String image = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "sarif, csv, or engine: as the scan engine wrote it; in place of a table.")
    private Optional<String> format = Optional.empty();

    @Override
    public Integer call() {
        String path = "/api/v1/reports/" + ServiceApi.segment(digest());
        if (format.isPresent()) {
            String wanted = format.get().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(wanted)) {
                throw new CliException(
                        ExitCode.INVALID, "--format is '" + format.get() + "'; expected sarif, csv or engine.");
            }
            out().print(api().text(path + "?format=" + wanted));
            out().flush();
            return ExitCode.OK;
        }
        JsonNode report = api().get(path);
        switch (form()) {
            case TABLE -> Json.list(report.path("platforms"), "platforms").forEach(this::show);
            case JSON, TSV -> print(report, findings(Json.list(report.path("platforms"), "platforms")), "");
        }
        return ExitCode.OK;
    }

    private String digest() {
        String digest = image.substring(image.indexOf('@') + 1);
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw new CliException(
                    ExitCode.INVALID,
                    "'" + image + "' names no digest; expected sha256:… A tag's digest is shown by: cssc image show "
                            + image);
        }
        return digest;
    }

    private void show(JsonNode platform) {
        JsonNode report = platform.path("report");
        Table facts = new Table("IMAGE", Json.text(platform, "manifest"));
        fact(facts, "Platform", Json.text(platform, "platform"));
        fact(facts, "Not judged", Json.text(platform, "notUnderstood"));
        fact(
                facts,
                "System",
                (Json.text(report.path("os"), "family") + " " + Json.text(report.path("os"), "release")).strip());
        fact(facts, "Packages", Json.text(report, "packages"));
        fact(facts, "Scanned", Json.dayAndTime(report, "at"));
        fact(
                facts,
                "Scanner",
                (Json.text(report.path("scanner"), "name") + " " + Json.text(report.path("scanner"), "version"))
                        .strip());
        String stale = report.path("scanner").path("stale").asBoolean() ? ", stale when it judged" : "";
        fact(facts, "Database", Json.text(report.path("scanner"), "database") + stale);
        facts.lines().forEach(this::say);
        say("");
        if (platform.has("report")) {
            Table findings = findings(List.of(platform));
            (findings.isEmpty() ? List.of("No findings.") : findings.lines()).forEach(this::say);
            say("");
        }
    }

    private static void fact(Table facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.row(name, value);
        }
    }

    private static Table findings(List<JsonNode> platforms) {
        Table table = new Table("SEVERITY", "VULNERABILITY", "PACKAGE", "INSTALLED", "FIXED IN");
        for (JsonNode platform : platforms) {
            for (JsonNode finding : platform.path("report").path("findings")) {
                table.row(
                        Json.text(finding, "severity"),
                        Json.text(finding, "vulnerability"),
                        Json.text(finding, "packageName"),
                        Json.text(finding, "installed"),
                        Json.text(finding, "fixed"));
            }
        }
        return table;
    }
}
