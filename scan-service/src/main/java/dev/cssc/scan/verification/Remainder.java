package dev.cssc.scan.verification;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why targets are still there after a patch, as far as two package lists can tell.
 *
 * @param targets what remains
 */
record Remainder(List<PackageUpgrade> targets) {
    private static final int MOST_NAMED = 10;

    /** A sentence, with the first packages by name; empty where nothing remains. */
    Optional<String> why(ScanOutcome.Scanned after) {
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        String named = targets.stream()
                .limit(MOST_NAMED)
                .map(target -> target.name() + " " + why(target, after))
                .collect(Collectors.joining("; "));
        int more = targets.size() - MOST_NAMED;
        return Optional.of(more > 0 ? named + "; and " + more + " more" : named);
    }

    private static String why(PackageUpgrade target, ScanOutcome.Scanned after) {
        List<String> versions = after.inventory().packages().stream()
                .filter(installed -> installed.name().equals(target.name()))
                .map(InstalledPackage::version)
                .distinct()
                .toList();
        if (versions.contains(target.installed())) {
            return "is still " + target.installed() + ", the fix is in " + target.fixed();
        }
        if (versions.contains(target.fixed())) {
            return "is " + target.fixed() + " now, which does not have all fixes any more";
        }
        if (versions.isEmpty()) {
            return "is not there any more, though it is still found";
        }
        return "was raised to " + String.join(" and ", versions) + " only, the fix is in " + target.fixed();
    }
}
