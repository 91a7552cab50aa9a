package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who judges an inventory: a server where there is one, the command line where there is none, and for distributions with modules, of whose
 * labels a server is not told, always.
 *
 * <p>Where the server is somebody else's there are two databases, the server's and the one of the command line. Outcomes are then by the
 * knowledge of both together, so that a change of either has everything judged again.
 */
final class TrivyMatcher implements InventoryMatcher {

    private final TrivySbom commandLine;
    private final Servers servers;
    private final Optional<ExternalServer> external;
    private final KnownReleases releases = new KnownReleases();

    private TrivyMatcher(TrivySbom commandLine, Servers servers, Optional<ExternalServer> external) {
        this.commandLine = commandLine;
        this.servers = servers;
        this.external = external;
    }

    /** With servers that judge by the same database as the command line. */
    static TrivyMatcher local(TrivySbom commandLine, Servers servers) {
        return new TrivyMatcher(commandLine, servers, Optional.empty());
    }

    /** With a server that has a database of its own. */
    static TrivyMatcher external(TrivySbom commandLine, ExternalServer server) {
        return new TrivyMatcher(commandLine, server, Optional.of(server));
    }

    @Override
    public Scanner knowledge() {
        return together(commandLine.knowledge());
    }

    /**
     * Judges it.
     *
     * @throws FailureException as the interface says; {@link ReasonCode#SCAN_INCONCLUSIVE} where nothing was found because the database
     *     knows nothing of the release, and where packages alone do not tell, so that the image has to be looked at
     */
    @Override
    public ScanOutcome.Scanned match(Inventory inventory) {
        if (PackageKind.isJudgedWithImage(inventory.os().family())) {
            throw new Failure(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            "judging package set " + inventory.digest() + ": which repositories "
                                    + inventory.os().family() + " packages are from only their image tells",
                            Retry.never())
                    .toException();
        }
        ScanOutcome.Scanned outcome = judge(inventory);
        if (!releases.knowsReleaseOf(outcome, this::judge)) {
            throw nothingKnown(outcome).toException();
        }
        return outcome;
    }

    private static Failure nothingKnown(ScanOutcome.Scanned outcome) {
        return new Failure(
                ReasonCode.SCAN_INCONCLUSIVE,
                "judging package set " + outcome.inventory().digest() + ": " + unheardOf(outcome),
                Retry.never());
    }

    private static String unheardOf(ScanOutcome.Scanned outcome) {
        return "the database " + outcome.scanner().database() + " has no advisories for "
                + outcome.inventory().os().family() + " "
                + outcome.inventory().os().release()
                + ", so that nothing could be found";
    }

    private ScanOutcome.Scanned judge(Inventory inventory) {
        if (PackageKind.mayHaveModules(inventory.os().family())) {
            return labelled(commandLine.match(inventory));
        }
        Optional<Servers.Asked> asked = servers.ask();
        if (asked.isEmpty()) {
            return commandLine.match(inventory);
        }
        try (Servers.Asked server = asked.get()) {
            ScanOutcome.Scanned outcome = server.server().match(inventory);
            return external.isEmpty() ? outcome : relabelled(outcome, knowledge(), outcome.scanner());
        }
    }

    /** Those that a server judges are judged many at once, those that the command line judges one by one. */
    @Override
    public Matches matchAll(Collection<Inventory> inventories) {
        Optional<Servers.Asked> asked = servers.ask();
        if (asked.isEmpty()) {
            return InventoryMatcher.super.matchAll(inventories);
        }
        List<Inventory> oneByOne = new ArrayList<>();
        List<Inventory> together = new ArrayList<>();
        inventories.forEach(inventory ->
                (PackageKind.mayHaveModules(inventory.os().family()) ? oneByOne : together).add(inventory));
        Map<Digest, ScanOutcome.Scanned> outcomes = new HashMap<>();
        try (Servers.Asked server = asked.get()) {
            for (PackageUnion union : PackageUnion.of(together)) {
                try {
                    judged(server.server(), union)
                            .forEach(o -> outcomes.put(o.inventory().digest(), o));
                } catch (FailureException e) {
                    if (OF_ALL.contains(e.failure().reason())) {
                        throw e;
                    }
                    // One of them cannot be judged, and that is no matter of the others.
                    oneByOne.addAll(union.members());
                }
            }
        }
        return believed(outcomes).and(InventoryMatcher.super.matchAll(oneByOne));
    }

    private Matches believed(Map<Digest, ScanOutcome.Scanned> outcomes) {
        Map<Digest, ScanOutcome.Scanned> believed = new HashMap<>();
        Map<Digest, Failure> failures = new HashMap<>();
        outcomes.forEach((digest, outcome) -> {
            if (releases.knowsReleaseOf(outcome, this::judge)) {
                believed.put(digest, outcome);
            } else {
                failures.put(digest, nothingKnown(outcome));
            }
        });
        return new Matches(believed, failures);
    }

    private List<ScanOutcome.Scanned> judged(TrivyServer server, PackageUnion union) {
        List<ScanOutcome.Scanned> outcomes = server.match(union);
        if (external.isEmpty()) {
            return outcomes;
        }
        Scanner both = knowledge();
        return outcomes.stream()
                .map(outcome -> relabelled(outcome, both, outcome.scanner()))
                .toList();
    }

    /**
     * What becomes of an outcome of the command line with the image before it: where the server is somebody else's, its knowledge counts
     * from the first time on; and where nothing was found although the database knows nothing of the release, it was not understood.
     */
    ScanOutcome afterScan(ScanOutcome found) {
        return switch (found) {
            case ScanOutcome.NotUnderstood(String why, Scanner scanner) ->
                new ScanOutcome.NotUnderstood(why, together(scanner));
            case ScanOutcome.Scanned scanned -> {
                ScanOutcome.Scanned counted = byWhomItCounts(scanned);
                yield releases.knowsReleaseOf(counted, this::judge)
                        ? counted
                        : new ScanOutcome.NotUnderstood(unheardOf(counted), counted.scanner());
            }
        };
    }

    private ScanOutcome.Scanned byWhomItCounts(ScanOutcome.Scanned scanned) {
        return external.isEmpty()
                        || PackageKind.mayHaveModules(scanned.inventory().os().family())
                ? labelled(scanned)
                : judge(scanned.inventory());
    }

    /** Why not everything can be judged; empty where it can. */
    Optional<String> missing() {
        return servers.missing();
    }

    private ScanOutcome.Scanned labelled(ScanOutcome.Scanned outcome) {
        return external.isEmpty()
                ? outcome
                : new ScanOutcome.Scanned(
                        outcome.inventory(), outcome.fixable(), outcome.unfixed(), together(outcome.scanner()));
    }

    private static ScanOutcome.Scanned relabelled(ScanOutcome.Scanned outcome, Scanner both, Scanner server) {
        if (!both.database().startsWith(server.database())) {
            throw Failure.of(ReasonCode.ENGINE_UNAVAILABLE, "trivy's server changed its database meanwhile")
                    .toException();
        }
        return new ScanOutcome.Scanned(outcome.inventory(), outcome.fixable(), outcome.unfixed(), both);
    }

    private Scanner together(Scanner mine) {
        return external.map(ExternalServer::recentKnowledge)
                .map(theirs -> new Scanner(
                        mine.name(),
                        both(theirs.version(), mine.version()),
                        both(theirs.database(), mine.database()),
                        mine.stale().or(theirs::stale)))
                .orElse(mine);
    }

    private static String both(String theirs, String mine) {
        return theirs.equals(mine) ? theirs : theirs + " and " + mine;
    }
}
