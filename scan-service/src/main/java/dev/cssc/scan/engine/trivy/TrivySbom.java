package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.ScanOutcome;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Judges inventories by Trivy's command line, {@code trivy sbom}: one process each, with all that Trivy knows of a package. */
final class TrivySbom implements InventoryMatcher {

    private final ProcessRunner runner;
    private final WorkDirectories directories;
    private final TrivyConfig config;
    private final LocalKnowledge local;

    TrivySbom(ProcessRunner runner, WorkDirectories directories, TrivyConfig config, LocalKnowledge local) {
        this.runner = runner;
        this.directories = directories;
        this.config = config;
        this.local = local;
    }

    @Override
    public Scanner knowledge() {
        return local.now()
                .orElseThrow(() -> Failure.of(
                                ReasonCode.DATABASE_UNAVAILABLE, "there is no trivy, or no database for it yet")
                        .toException());
    }

    @Override
    public ScanOutcome.Scanned match(Inventory inventory) {
        try (Databases.Held database = local.databases().hold()) {
            return match(inventory, database);
        }
    }

    /** Judges by that very database. */
    ScanOutcome.Scanned match(Inventory inventory, Databases.Held database) {
        String doing = "judging package set " + inventory.digest();
        try (WorkDirectories.Held directory = directories.create()) {
            Path document = directory.path().resolve("inventory.cdx.json");
            InventoryDocument.write(inventory, document, doing);
            List<String> argv = TrivyFlags.judging("sbom", config, database, Optional.empty());
            argv.add(document.toString());
            Ended ended = runner.run(new Command(
                    argv,
                    TrivyFlags.environmentOfOneCall(directory.path()),
                    directory.path(),
                    config.timeout(),
                    config.reportLimit()));
            TrivyFailures.words(doing, ended);
            TrivyReport report =
                    TrivyReportReader.read(ended.stdout(), doing, config.reportLimit(), config.entryLimit());
            refuseLess(report, inventory, doing);
            return TrivyFindings.scanned(
                    about(report, inventory), local.scanner(report.version(), database.database()));
        }
    }

    /** A report about fewer packages than were asked about says nothing of the others. */
    private static void refuseLess(TrivyReport report, Inventory inventory, String doing) {
        int asked = InventoryDocument.packages(inventory).size();
        String family = report.os().map(OperatingSystem::family).orElse("nothing");
        if (!family.equals(inventory.os().family()) || report.packages().size() < asked) {
            throw Failure.of(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            doing + ": trivy was asked about " + asked + " packages of "
                                    + inventory.os().family() + " and judged "
                                    + report.packages().size() + " of " + family)
                    .toException();
        }
    }

    /** The findings with the packages as they are stored, foreign ones included: the set keeps its identity. */
    private static TrivyReport about(TrivyReport report, Inventory inventory) {
        return new TrivyReport(
                report.version(),
                report.digests(),
                report.layers(),
                Optional.of(inventory.os()),
                report.endOfLife(),
                inventory.packages(),
                report.findings());
    }
}
