package dev.cssc.common.event;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One package to raise, or raised.
 *
 * @param name binary package, as the image's package manager calls it
 * @param installed version in the image
 * @param fixed version that has the fix, in the package manager's own form
 * @param vulnerabilities what the upgrade fixes; empty where the engine knows of a security update but not of ids
 */
public record PackageUpgrade(String name, String installed, String fixed, List<Vulnerability> vulnerabilities) {
    public PackageUpgrade {
        vulnerabilities = List.copyOf(vulnerabilities);
    }

    /** Ids of the vulnerabilities; empty where the engine knows of the update and of no id. */
    public Set<String> ids() {
        return vulnerabilities.stream().map(Vulnerability::id).collect(Collectors.toUnmodifiableSet());
    }
}
