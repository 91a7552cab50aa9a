package dev.cssc.patch.staging;

import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;

import java.util.stream.Collectors;

/**
 * Identity of what a patch is asked for: the packages to raise on each platform, the knowledge they come from, and the engine. Asked the
 * same of the same source, the engine can only answer the same.
 *
 * @param value digest of all of it
 */
public record Wanted(Digest value) {
    /** What these findings ask of that engine. */
    public static Wanted of(VulnsFound found, String engine) {
        String packages = found.platforms().stream()
                .flatMap(platform -> platform.packages().stream()
                        .map(p -> platform.manifest() + " " + p.name() + " " + p.installed() + " " + p.fixed()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
        return new Wanted(Digest.of(
                engine + "\n" + found.scanner().name() + " " + found.scanner().database() + "\n" + packages));
    }
}
