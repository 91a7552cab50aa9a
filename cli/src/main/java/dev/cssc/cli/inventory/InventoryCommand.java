package dev.cssc.cli.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.ListLimit;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.ScanServiceCommand;
import dev.cssc.cli.service.ServiceApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/** Where a package or a vulnerability is. */
@Command(
        name = "inventory",
        description = "Which of the images that were scanned hold a package, or have a vulnerability.")
public final class InventoryCommand extends ScanServiceCommand {
    @Option(names = "--package", paramLabel = "NAME", description = "A binary or source package.")
    private Optional<String> packageName = Optional.empty();

    @Option(
            names = "--below",
            paramLabel = "VERSION",
            description = "Only where the package is older than this, in the order of its own package manager.")
    private Optional<String> below = Optional.empty();

    @Option(names = "--vulnerability", paramLabel = "ID", description = "An id, as CVE-2026-0001.")
    private Optional<String> vulnerability = Optional.empty();

    @Mixin
    private ListLimit limit = new ListLimit(100);

    @Override
    public Integer call() {
        if (packageName.isPresent() == vulnerability.isPresent() || below.isPresent() && packageName.isEmpty()) {
            throw new CliException(
                    ExitCode.INVALID, "Name either --package, with or without --below, or --vulnerability.");
        }
        int most = limit.checked();
        JsonNode hits = api().get("/api/v1/inventory/images?limit=" + most
                + ServiceApi.parameter("package", packageName) + ServiceApi.parameter("below", below)
                + ServiceApi.parameter("vulnerability", vulnerability));
        List<JsonNode> listed = Json.list(hits, "hits");
        print(hits, table(listed), "None of the images that were scanned.");
        if (limit.isReached(listed.size()) && forPeople()) {
            remark("There may be more; --limit shows up to " + ListLimit.MOST + ".");
        }
        return ExitCode.OK;
    }

    private static Table table(List<JsonNode> hits) {
        Table table = new Table("IMAGE", "PLATFORM", "PACKAGE", "INSTALLED", "FIXED IN", "SEVERITY");
        for (JsonNode hit : hits) {
            table.row(
                    Json.text(hit, "registry") + "/" + Json.text(hit, "repository") + "@" + Json.text(hit, "digest"),
                    Json.text(hit, "platform"),
                    Json.text(hit, "packageName"),
                    Json.text(hit, "installed"),
                    Json.text(hit, "fixed"),
                    Json.text(hit, "severity"));
        }
        return table;
    }
}
