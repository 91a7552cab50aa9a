package dev.cssc.patch.graft;

import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.image.Digest;

import java.util.stream.Collectors;

/**
 * What images have in common whose patches may be the same: registry, engine, platform, release, all installed packages, the packages to
 * raise, and the lowest layer. Whether they are the same is for {@link GraftRules} to say.
 *
 * @param key digest of all that
 */
record Family(Digest key) {

    static Family of(String registry, String engine, PlatformFindings findings, Digest lowestLayer) {
        String packages = findings.packages().stream()
                .map(p -> p.name() + " " + p.installed() + " " + p.fixed())
                .sorted()
                .collect(Collectors.joining("\n"));
        return new Family(Digest.of(String.join(
                "\n",
                registry,
                engine,
                findings.platform().toString(),
                findings.os().family() + " " + findings.os().release(),
                findings.inventory().value(),
                lowestLayer.value(),
                packages)));
    }

    /** What waiting jobs wait for. */
    String awaited() {
        return "graft " + key;
    }
}
