package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The releases of which a database knows something. Trivy finds nothing in a release that its database has not heard of, and says so in the
 * same words as of an image without vulnerabilities ({@code pkg/detector/ospkg/version}: an unknown release "can be the latest version").
 * The difference shows with packages so old that every advisory there ever was is about them.
 */
final class KnownReleases {

    /** Older than every version that is fixed. */
    private static final String NEVER = "0";

    /** Source packages that hardly a release is without, and that had vulnerabilities in each. */
    private static final List<String> USUAL =
            List.of("openssl", "glibc", "curl", "perl", "linux", "kernel", "busybox", "musl", "zlib", "systemd");

    // Guarded by this: of the newest database only.
    private String database = "";
    private final Set<OperatingSystem> known = new HashSet<>();

    /**
     * Whether finding nothing in this inventory says anything.
     *
     * @param judge judges by the database of the outcome
     * @throws dev.cssc.common.failure.FailureException as judging does
     */
    boolean knowsReleaseOf(ScanOutcome.Scanned outcome, Function<Inventory, ScanOutcome.Scanned> judge) {
        OperatingSystem os = outcome.inventory().os();
        // Whose end it knows, that it knows.
        if (found(outcome)
                || outcome.inventory().endOfLife()
                || PackageKind.isJudgedWithImage(os.family())
                || isKnown(outcome.scanner().database(), os)) {
            return true;
        }
        boolean knows = found(judge.apply(ancient(outcome.inventory())));
        if (knows) {
            note(outcome.scanner().database(), os);
        }
        return knows;
    }

    private static boolean found(ScanOutcome.Scanned outcome) {
        return !outcome.fixable().isEmpty() || !outcome.unfixed().isEmpty();
    }

    private synchronized boolean isKnown(String asked, OperatingSystem os) {
        return asked.equals(database) && known.contains(os);
    }

    private synchronized void note(String asked, OperatingSystem os) {
        if (!asked.equals(database)) {
            database = asked;
            known.clear();
        }
        known.add(os);
    }

    private static Inventory ancient(Inventory inventory) {
        String architecture = inventory.packages().getFirst().architecture();
        Stream<InstalledPackage> own = inventory.packages().stream()
                .map(p -> new InstalledPackage(
                        p.name(), NEVER, p.architecture(), p.sourceName(), NEVER, p.module(), p.origin()));
        Stream<InstalledPackage> usual =
                USUAL.stream().map(name -> new InstalledPackage(name, NEVER, architecture, name, NEVER));
        return new Inventory(
                inventory.os(), false, Stream.concat(own, usual).distinct().toList());
    }
}
