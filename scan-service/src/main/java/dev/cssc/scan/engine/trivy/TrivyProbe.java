package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.database.DatabaseProbe;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Has Trivy judge one package by a database: it opens it, looks an advisory up, and reports. */
public final class TrivyProbe implements DatabaseProbe {

    private static final Inventory ONE_PACKAGE = new Inventory(
            new OperatingSystem("debian", "12"),
            false,
            List.of(new InstalledPackage("openssl", "3.0.1-1", "amd64", "openssl", "3.0.1-1")));

    /** What a database may be to blame for. Of all else, a missing program or a full disk, nothing follows for it. */
    private static final Set<ReasonCode> OF_THE_DATABASE = EnumSet.of(
            ReasonCode.DATABASE_UNAVAILABLE,
            ReasonCode.ENGINE_FAILED,
            ReasonCode.REPORT_MALFORMED,
            ReasonCode.SCAN_INCONCLUSIVE);

    private final TrivySbom commandLine;

    public TrivyProbe(TrivyTools tools) {
        commandLine = new TrivySbom(
                tools.runner(), tools.directories(), tools.config(), tools.knowledge(tools.sharedCache()));
    }

    @Override
    public Optional<String> problem(Databases.Held database) {
        try {
            commandLine.match(ONE_PACKAGE, database);
            return Optional.empty();
        } catch (FailureException e) {
            if (!OF_THE_DATABASE.contains(e.failure().reason())) {
                throw e;
            }
            return Optional.of("trivy cannot judge by it: " + e.failure().detail());
        }
    }
}
