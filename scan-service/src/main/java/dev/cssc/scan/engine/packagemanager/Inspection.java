package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.UnfixedFinding;

import java.util.List;

/**
 * Asks one image's package manager, in simulation: nothing in the image is changed; what is fetched lies in directories of the job's. The
 * methods are called in the order in which they stand here.
 */
interface Inspection {

    /** The packages installed in the image. */
    List<InstalledPackage> installed();

    /**
     * Reads the image's package repositories.
     *
     * @return identity of the state they are in, for {@link dev.cssc.common.event.Scanner#database}
     * @throws dev.cssc.common.failure.FailureException
     *     {@link dev.cssc.common.failure.ReasonCode#PACKAGE_REPOSITORY_UNAVAILABLE} where any of them could not be read,
     *     {@link dev.cssc.common.failure.ReasonCode#SCAN_INCONCLUSIVE} where none of them could tell of pending security updates
     */
    String refresh();

    /** The pending security updates. */
    Pending pending(List<InstalledPackage> installed);

    /**
     * What is pending.
     *
     * @param fixable packages with a security update that can be installed
     * @param unfixed security updates that the package manager would not take
     */
    record Pending(List<PackageUpgrade> fixable, List<UnfixedFinding> unfixed) {

        public Pending {
            fixable = List.copyOf(fixable);
            unfixed = List.copyOf(unfixed);
        }
    }
}
