package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.version.VersionOrder;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * From findings, one a vulnerability and package, to upgrades, one a package. Pure.
 *
 * <p>Where a package has several fixed versions the highest is the target, since it contains the fixes of the lower ones. Highest is
 * meant in the order of the distribution's package manager.
 */
final class TrivyFindings {

    private TrivyFindings() {}

    /** What a report with a distribution and packages says. */
    static ScanOutcome.Scanned scanned(TrivyReport report, Scanner scanner) {
        return new ScanOutcome.Scanned(
                new Inventory(report.os().orElseThrow(), report.endOfLife(), report.packages()),
                upgrades(report),
                unfixed(report),
                scanner);
    }

    /** The packages that have a fixed version, with all vulnerabilities that it fixes. */
    static List<PackageUpgrade> upgrades(TrivyReport report) {
        Map<String, InstalledPackage> installed = report.packages().stream()
                .collect(Collectors.toMap(p -> p.name() + "\n" + p.version(), p -> p, (a, b) -> a));
        VersionOrder order =
                VersionOrder.of(report.os().map(OperatingSystem::family).orElse(""));
        Map<String, List<TrivyReport.Finding>> byPackage = new TreeMap<>();
        for (TrivyReport.Finding finding : report.findings()) {
            if (finding.fixed().isPresent()) {
                byPackage
                        .computeIfAbsent(finding.packageName() + "\n" + finding.installed(), p -> new ArrayList<>())
                        .add(finding);
            }
        }
        return byPackage.entrySet().stream()
                .map(entry -> upgrade(entry.getValue(), Optional.ofNullable(installed.get(entry.getKey())), order))
                .toList();
    }

    /** The findings without a fixed version. */
    static List<UnfixedFinding> unfixed(TrivyReport report) {
        return report.findings().stream()
                .filter(finding -> finding.fixed().isEmpty())
                .map(finding -> new UnfixedFinding(
                        finding.packageName(), finding.installed(), Optional.of(finding.id()), finding.severity()))
                .toList();
    }

    private static PackageUpgrade upgrade(
            List<TrivyReport.Finding> findings, Optional<InstalledPackage> installed, VersionOrder order) {
        TrivyReport.Finding any = findings.getFirst();
        String highest = findings.stream()
                .flatMap(finding -> finding.fixed().stream())
                .max(order)
                .orElseThrow();
        List<Vulnerability> vulnerabilities = findings.stream()
                .map(finding -> new Vulnerability(finding.id(), finding.severity()))
                .distinct()
                .sorted(Comparator.comparing(Vulnerability::id))
                .toList();
        return new PackageUpgrade(
                any.packageName(),
                any.installed(),
                installed.map(p -> ofBinary(highest, p)).orElse(highest),
                vulnerabilities);
    }

    /**
     * Debian's trackers name versions of source packages. Most binary packages have the same; some put an epoch before it (bsdutils is
     * {@code 1:2.38.1-5} of util-linux {@code 2.38.1-5}), and only the version with it can be installed.
     */
    private static String ofBinary(String fixedSource, InstalledPackage installed) {
        String version = installed.version();
        String source = installed.sourceVersion();
        return version.length() > source.length() && version.endsWith(":" + source)
                ? version.substring(0, version.length() - source.length()) + fixedSource
                : fixedSource;
    }
}
