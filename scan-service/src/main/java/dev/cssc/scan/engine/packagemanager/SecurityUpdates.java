package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.version.RpmVersion;
import dev.cssc.common.version.VersionOrder;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.UnfixedFinding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From advisories to pending security updates, one a package. Pure. */
final class SecurityUpdates {

    private SecurityUpdates() {}

    /**
     * @param advised advisories' packages, also of packages that are not installed or are new enough
     * @param available newest version that can be installed, by name; where it is known at all, a package that is missing in it cannot be
     *     raised, for example since the image's configuration excludes it
     */
    static Inspection.Pending pending(
            List<InstalledPackage> installed, List<AdvisedPackage> advised, Optional<Map<String, String>> available) {
        Map<String, PackageUpgrade> fixable = new TreeMap<>();
        List<UnfixedFinding> unfixed = new ArrayList<>();
        Map<String, List<AdvisedPackage>> byName =
                advised.stream().collect(Collectors.groupingBy(AdvisedPackage::name));
        for (InstalledPackage newest : newest(installed)) {
            List<AdvisedPackage> newer = byName.getOrDefault(newest.name(), List.of()).stream()
                    .filter(p -> p.isAbout(newest) && VersionOrder.RPM.newer(p.version(), newest.version()))
                    .toList();
            Optional<String> reach = available.map(versions -> versions.getOrDefault(newest.name(), newest.version()));
            Map<Boolean, List<AdvisedPackage>> byReach = newer.stream()
                    .collect(Collectors.partitioningBy(
                            p -> reach.isEmpty() || VersionOrder.RPM.reaches(reach.get(), p.version())));
            upgrade(newest, byReach.getOrDefault(true, List.of()))
                    .ifPresent(upgrade -> fixable.merge(upgrade.name(), upgrade, SecurityUpdates::together));
            unfixed.addAll(unfixed(newest, byReach.getOrDefault(false, List.of())));
        }
        return new Inspection.Pending(List.copyOf(fixable.values()), unfixed);
    }

    /** Several versions of a package may be installed beside each other, kernels for example; the newest is the one that is raised. */
    private static Collection<InstalledPackage> newest(List<InstalledPackage> installed) {
        return installed.stream()
                .collect(Collectors.toMap(
                        p -> p.name() + "." + p.architecture(),
                        p -> p,
                        (a, b) -> VersionOrder.RPM.newer(b.version(), a.version()) ? b : a,
                        TreeMap::new))
                .values();
    }

    private static Optional<PackageUpgrade> upgrade(InstalledPackage installed, List<AdvisedPackage> advised) {
        return advised.stream()
                .map(AdvisedPackage::version)
                .max(VersionOrder.RPM)
                .map(fixed -> new PackageUpgrade(
                        installed.name(),
                        installed.version(),
                        RpmVersion.normalised(fixed),
                        worst(advised.stream().flatMap(p -> p.fixes().stream()))));
    }

    private static List<UnfixedFinding> unfixed(InstalledPackage installed, List<AdvisedPackage> advised) {
        return worst(advised.stream().flatMap(p -> p.fixes().stream())).stream()
                .map(v -> new UnfixedFinding(installed.name(), installed.version(), Optional.of(v.id()), v.severity()))
                .toList();
    }

    /** One package in two architectures is one to raise: both are raised by its name. */
    private static PackageUpgrade together(PackageUpgrade a, PackageUpgrade b) {
        return new PackageUpgrade(
                a.name(),
                VersionOrder.RPM.newer(a.installed(), b.installed()) ? b.installed() : a.installed(),
                VersionOrder.RPM.newer(b.fixed(), a.fixed()) ? b.fixed() : a.fixed(),
                worst(Stream.concat(a.vulnerabilities().stream(), b.vulnerabilities().stream())));
    }

    /** Each id once, ordered, as severe as the worst advisory says. */
    private static List<Vulnerability> worst(Stream<Vulnerability> all) {
        Map<String, Severity> byId = all.collect(Collectors.toMap(
                Vulnerability::id, Vulnerability::severity, (a, b) -> a.compareTo(b) < 0 ? b : a, TreeMap::new));
        return byId.entrySet().stream()
                .map(entry -> new Vulnerability(entry.getKey(), entry.getValue()))
                .toList();
    }
}
