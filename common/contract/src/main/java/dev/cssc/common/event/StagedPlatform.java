package dev.cssc.common.event;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.List;

/**
 * One platform's staged patch, and what it set out to fix.
 *
 * @param platform which platform
 * @param source the source's manifest of that platform
 * @param staged the patched manifest in the staging repository
 * @param targets the packages it was to raise
 */
public record StagedPlatform(Platform platform, Digest source, Digest staged, List<PackageUpgrade> targets) {
    public StagedPlatform {
        targets = List.copyOf(targets);
    }
}
