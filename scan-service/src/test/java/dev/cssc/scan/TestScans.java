package dev.cssc.scan;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Outcomes and their parts, short enough to be read in a test. */
public final class TestScans {

    public static final Scanner SCANNER = new Scanner("test", "1", "db-1");
    private static final OperatingSystem DEBIAN = new OperatingSystem("debian", "12.15");

    private TestScans() {}

    /** A package to raise, from version 1 to 2; what that fixes is not known. */
    public static PackageUpgrade upgrade(String name) {
        return new PackageUpgrade(name, "1", "2", List.of());
    }

    /** A package to raise, from version 1 to 2, that fixes these, all severe. */
    public static PackageUpgrade upgrade(String name, String... ids) {
        return new PackageUpgrade(
                name,
                "1",
                "2",
                Stream.of(ids).map(id -> new Vulnerability(id, Severity.HIGH)).toList());
    }

    /** A package to raise, from version 1 to 2, that fixes these. */
    public static PackageUpgrade upgrade(String name, Vulnerability... fixed) {
        return new PackageUpgrade(name, "1", "2", List.of(fixed));
    }

    /** A finding without a fix. */
    public static UnfixedFinding unfixed(String name, String id) {
        return unfixed(name, id, Severity.HIGH);
    }

    /** A finding without a fix, so severe. */
    public static UnfixedFinding unfixed(String name, String id, Severity severity) {
        return new UnfixedFinding(name, "1", Optional.of(id), severity);
    }

    /** An image with these packages in version 1, and these findings. */
    public static ScanOutcome.Scanned scanned(
            List<String> installed, List<PackageUpgrade> fixable, List<UnfixedFinding> unfixed) {
        return new ScanOutcome.Scanned(inventory(installed, false), fixable, unfixed, SCANNER);
    }

    /** An image of a dead release. */
    public static ScanOutcome.Scanned endOfLife(List<PackageUpgrade> fixable) {
        return new ScanOutcome.Scanned(inventory(List.of("libc6"), true), fixable, List.of(), SCANNER);
    }

    /** Such packages in version 1. */
    public static Inventory inventory(String... names) {
        return inventory(List.of(names), false);
    }

    private static Inventory inventory(List<String> names, boolean endOfLife) {
        return new Inventory(
                DEBIAN,
                endOfLife,
                names.stream()
                        .map(name -> new InstalledPackage(name, "1", "amd64", name, "1"))
                        .toList());
    }
}
