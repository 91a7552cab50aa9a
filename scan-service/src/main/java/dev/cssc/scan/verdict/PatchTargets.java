package dev.cssc.scan.verdict;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which packages of the source to raise. The patch is made from the source, never from an earlier patch (invariant 6), so what an
 * earlier patch had fixed is to be fixed again.
 */
public final class PatchTargets {

    private PatchTargets() {}

    /**
     * The union of what is fixable in the source and in the candidate, with the source's installed versions.
     *
     * @param source one platform's scan of the source
     * @param candidate the same platform's scan of the candidate, where there is one beside the source
     */
    public static List<PackageUpgrade> of(ScanOutcome.Scanned source, Optional<ScanOutcome.Scanned> candidate) {
        Map<String, PackageUpgrade> inSource =
                source.fixable().stream().collect(Collectors.toMap(PackageUpgrade::name, u -> u, (a, b) -> a));
        Map<String, String> installed = source.inventory().packages().stream()
                .collect(Collectors.toMap(InstalledPackage::name, InstalledPackage::version, (a, b) -> a));
        // A package that an earlier patch brought in is not the source's to raise.
        Stream<PackageUpgrade> onlyInCandidate = candidate.stream()
                .flatMap(scan -> scan.fixable().stream())
                .filter(u -> !inSource.containsKey(u.name()))
                .flatMap(u -> Optional.ofNullable(installed.get(u.name())).stream()
                        .map(version -> new PackageUpgrade(u.name(), version, u.fixed(), u.vulnerabilities())));
        return Stream.concat(source.fixable().stream(), onlyInCandidate)
                .sorted(Comparator.comparing(PackageUpgrade::name))
                .toList();
    }
}
