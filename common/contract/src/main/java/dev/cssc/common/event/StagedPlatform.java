package dev.cssc.common.event;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.List;
import java.util.Optional;

/**
 * One platform's staged patch, and what it set out to fix.
 *
 * @param platform which platform
 * @param source the source's manifest of that platform
 * @param staged the patched manifest in the staging repository
 * @param targets the packages it was to raise
 * @param rebase how its lowest layers were replaced; empty where layers were only added
 */
public record StagedPlatform(
        Platform platform, Digest source, Digest staged, List<PackageUpgrade> targets, Optional<Rebase> rebase) {
    public StagedPlatform {
        targets = List.copyOf(targets);
    }

    /** A patch that only adds layers. */
    public StagedPlatform(Platform platform, Digest source, Digest staged, List<PackageUpgrade> targets) {
        this(platform, source, staged, targets, Optional.empty());
    }
}
