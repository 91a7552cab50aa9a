package dev.cssc.scan.verification;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.verdict.Counting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What became of a patch's targets. One whose vulnerabilities are partly gone stands in both lists, each with its part.
 *
 * @param all what the patch set out to fix
 * @param fixed what of it is gone
 * @param remaining what of it is still there
 */
record SettledTargets(List<PackageUpgrade> all, List<PackageUpgrade> fixed, List<PackageUpgrade> remaining) {
    SettledTargets {
        all = List.copyOf(all);
        fixed = List.copyOf(fixed);
        remaining = List.copyOf(remaining);
    }

    /** By what was found in the staged image. */
    static SettledTargets in(ScanOutcome.Scanned after, List<PackageUpgrade> targets) {
        List<PackageUpgrade> fixed = new ArrayList<>();
        List<PackageUpgrade> remaining = new ArrayList<>();
        targets.forEach(target -> settle(target, after, fixed, remaining));
        return new SettledTargets(targets, fixed, remaining);
    }

    /** Those still there that count. */
    List<PackageUpgrade> wanted(Counting counting) {
        return remaining.stream().filter(counting::counts).toList();
    }

    private static void settle(
            PackageUpgrade target,
            ScanOutcome.Scanned after,
            List<PackageUpgrade> fixed,
            List<PackageUpgrade> remaining) {
        List<PackageUpgrade> still = after.fixable().stream()
                .filter(f -> f.name().equals(target.name()))
                .toList();
        if (target.vulnerabilities().isEmpty()) {
            (still.isEmpty() ? fixed : remaining).add(target);
            return;
        }
        Set<String> left = still.stream().flatMap(f -> f.ids().stream()).collect(Collectors.toSet());
        after.unfixed().stream()
                .filter(f -> f.name().equals(target.name()))
                .flatMap(f -> f.vulnerability().stream())
                .forEach(left::add);
        // The engine may know an update without knowing ids: then all of the target's are still there.
        boolean unnamed = still.stream().anyMatch(f -> f.vulnerabilities().isEmpty());
        Map<Boolean, List<Vulnerability>> gone = target.vulnerabilities().stream()
                .collect(Collectors.partitioningBy(v -> !unnamed && !left.contains(v.id())));
        add(fixed, target, gone.getOrDefault(true, List.of()));
        add(remaining, target, gone.getOrDefault(false, List.of()));
    }

    private static void add(List<PackageUpgrade> list, PackageUpgrade target, List<Vulnerability> part) {
        if (!part.isEmpty()) {
            list.add(new PackageUpgrade(target.name(), target.installed(), target.fixed(), part));
        }
    }
}
