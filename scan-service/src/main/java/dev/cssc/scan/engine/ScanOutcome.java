package dev.cssc.scan.engine;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;

import java.util.Comparator;
import java.util.List;

/** What a scan found out. */
public sealed interface ScanOutcome {

    /** Who looked, and with what knowledge. */
    Scanner scanner();

    /**
     * The image was understood.
     *
     * @param inventory what is installed
     * @param fixable packages for which a version with fixes exists, one entry a package, ordered by name
     * @param unfixed findings for which no fixed version exists
     * @param scanner who looked
     */
    record Scanned(Inventory inventory, List<PackageUpgrade> fixable, List<UnfixedFinding> unfixed, Scanner scanner)
            implements ScanOutcome {

        public Scanned {
            fixable = fixable.stream()
                    .sorted(Comparator.comparing(PackageUpgrade::name))
                    .toList();
            unfixed = List.copyOf(unfixed);
        }
    }

    /**
     * No distribution or package manager that could be judged: scratch, Windows, distroless, an unknown distribution.
     *
     * @param why a sentence
     * @param scanner who looked
     */
    record NotUnderstood(String why, Scanner scanner) implements ScanOutcome {}
}
