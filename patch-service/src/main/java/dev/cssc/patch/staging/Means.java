package dev.cssc.patch.staging;

import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.patch.rebase.RebasePlan;

import java.util.List;
import java.util.Map;

/**
 * By what means the platforms with packages to raise are patched, each by the source's manifest; those that are in neither map are the
 * engine's. Looked at once a try: what runs here may change at any time, and the question, the layers to take over and the work have to be
 * about the same platforms.
 *
 * @param rebases images that are put on a newer build of their base
 * @param unrunnable why the engine does not work here on others
 */
public record Means(Map<Digest, RebasePlan> rebases, Map<Digest, Failure> unrunnable) {
    /** All by the engine. */
    public static final Means ENGINE = new Means(Map.of(), Map.of());

    public Means {
        rebases = Map.copyOf(rebases);
        unrunnable = Map.copyOf(unrunnable);
    }

    /** The platforms that the engine is to patch, and can. */
    List<PlatformFindings> ofEngine(VulnsFound found) {
        return found.toPatch().stream()
                .filter(platform ->
                        !rebases.containsKey(platform.manifest()) && !unrunnable.containsKey(platform.manifest()))
                .toList();
    }

    /** The platforms on which it does not work. */
    List<Platform> unrunnable(VulnsFound found) {
        return found.toPatch().stream()
                .filter(platform -> unrunnable.containsKey(platform.manifest()))
                .map(PlatformFindings::platform)
                .toList();
    }
}
