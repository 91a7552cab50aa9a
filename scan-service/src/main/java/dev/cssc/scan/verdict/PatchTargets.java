package dev.cssc.scan.verdict;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.version.VersionOrder;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which packages of the source to raise. The patch is made from the source, never from an earlier patch (invariant 6), so what an
 * earlier patch had fixed is to be fixed again, whether it counts or not: a newer patch must not be worse than an older one.
 */
public final class PatchTargets {

    private PatchTargets() {}

    /**
     * What is fixable in the source or in the candidate and counts in either, with the source's installed versions, and what is fixable in
     * the source and was raised in the candidate already. A package stands there with everything that its upgrade fixes.
     *
     * @param source one platform's scan of the source
     * @param candidate the same platform's scan of the candidate; the source's own where that is judged
     * @param counting which findings are a reason to raise a package
     */
    public static List<PackageUpgrade> of(
            ScanOutcome.Scanned source, ScanOutcome.Scanned candidate, Counting counting) {
        Map<String, PackageUpgrade> inSource = fixable(source);
        Map<String, PackageUpgrade> inCandidate = fixable(candidate);
        Map<String, String> installed = installed(source);
        Map<String, String> patched = installed(candidate);
        Set<String> names = new TreeSet<>(inSource.keySet());
        names.addAll(inCandidate.keySet());
        VersionOrder order = VersionOrder.of(source.inventory().os().family());
        List<PackageUpgrade> targets = new ArrayList<>();
        for (String name : names) {
            // A package that an earlier patch brought in is not the source's to raise.
            Optional<String> version = Optional.ofNullable(installed.get(name));
            List<PackageUpgrade> upgrades = Stream.of(inSource, inCandidate)
                    .flatMap(scan -> Optional.ofNullable(scan.get(name)).stream())
                    .toList();
            boolean raisedBefore =
                    inSource.containsKey(name) && !version.equals(Optional.ofNullable(patched.get(name)));
            if (version.isPresent() && (raisedBefore || upgrades.stream().anyMatch(counting::counts))) {
                targets.add(together(name, version.get(), upgrades, order));
            }
        }
        return targets;
    }

    /** One upgrade that fixes what each of these does: the highest version, in the distribution's order. */
    private static PackageUpgrade together(
            String name, String installed, List<PackageUpgrade> upgrades, VersionOrder order) {
        String highest = upgrades.stream().map(PackageUpgrade::fixed).max(order).orElseThrow();
        List<Vulnerability> vulnerabilities = upgrades.stream()
                .flatMap(upgrade -> upgrade.vulnerabilities().stream())
                .distinct()
                .sorted(Comparator.comparing(Vulnerability::id))
                .toList();
        return new PackageUpgrade(name, installed, highest, vulnerabilities);
    }

    private static Map<String, PackageUpgrade> fixable(ScanOutcome.Scanned scan) {
        return scan.fixable().stream().collect(Collectors.toMap(PackageUpgrade::name, u -> u, (a, b) -> a));
    }

    private static Map<String, String> installed(ScanOutcome.Scanned scan) {
        return scan.inventory().packages().stream()
                .collect(Collectors.toMap(InstalledPackage::name, InstalledPackage::version, (a, b) -> a));
    }
}
