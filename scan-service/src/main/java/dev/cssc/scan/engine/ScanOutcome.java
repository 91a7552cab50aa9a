package dev.cssc.scan.engine;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Platform;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
    record NotUnderstood(String why, Scanner scanner) implements ScanOutcome {

        /** Stands for knowledge that was not needed. */
        private static final String NONE = "-";

        /**
         * What is to be said of an image of that platform without looking at it; empty where it has to be looked at.
         *
         * @param engine name of the engine that is not asked
         */
        public static Optional<ScanOutcome> unseen(Platform platform, String engine) {
            return platform.os().equals("linux")
                    ? Optional.empty()
                    : Optional.of(new NotUnderstood(
                            "only Linux images can be judged, not " + platform, new Scanner(engine, NONE, "none")));
        }
    }
}
