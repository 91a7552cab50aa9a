package dev.cssc.common.event;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.List;

/**
 * What is fixable in one platform's image.
 *
 * @param platform which platform
 * @param manifest the source's manifest of that platform; equals the source digest where the source is no index
 * @param os distribution and release
 * @param packages the exact list to raise, ordered by name; empty where this platform needs nothing
 * @param inventory digest over the installed packages
 */
public record PlatformFindings(
        Platform platform, Digest manifest, OperatingSystem os, List<PackageUpgrade> packages, Digest inventory) {
    public PlatformFindings {
        packages = List.copyOf(packages);
    }
}
