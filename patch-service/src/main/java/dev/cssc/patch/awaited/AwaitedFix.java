package dev.cssc.patch.awaited;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An image, and what it waits for.
 *
 * @param workflow for which it was to be patched
 * @param image {@code registry/repository:tag} of the source
 * @param awaited identity of what is awaited: the source's digest, and the packages with the versions that no repository held
 * @param severity the worst of what they would fix
 * @param vulnerabilities ids of what they would fix, worst first; some where there are many
 */
record AwaitedFix(String workflow, String image, Digest awaited, Severity severity, List<String> vulnerabilities) {
    private static final Comparator<Vulnerability> WORST_FIRST =
            Comparator.comparing(Vulnerability::severity).reversed().thenComparing(Vulnerability::id);

    AwaitedFix {
        vulnerabilities = List.copyOf(vulnerabilities);
    }

    /** These packages of the image that these findings are about. */
    static AwaitedFix of(VulnsFound found, Collection<PackageUpgrade> unavailable) {
        List<Vulnerability> all = unavailable.stream()
                .flatMap(upgrade -> upgrade.vulnerabilities().stream())
                .sorted(WORST_FIRST)
                .toList();
        String packages = unavailable.stream()
                .map(upgrade -> upgrade.name() + " " + upgrade.fixed())
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
        return new AwaitedFix(
                found.workflow(),
                found.source().name(),
                Digest.of(found.source().digest() + "\n" + packages),
                all.stream().map(Vulnerability::severity).findFirst().orElse(Severity.UNKNOWN),
                all.stream()
                        .map(Vulnerability::id)
                        .distinct()
                        .limit(BecameFixable.MOST_VULNERABILITIES)
                        .toList());
    }
}
