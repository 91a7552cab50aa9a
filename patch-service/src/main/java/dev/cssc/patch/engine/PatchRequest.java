package dev.cssc.patch.engine;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.nio.file.Path;
import java.util.List;

/**
 * What an engine is to do.
 *
 * @param source the image to patch, as it was selected; its digest may be that of an index
 * @param manifest the source's manifest of one platform
 * @param platform that platform
 * @param os distribution and release, as the scanner named them
 * @param packages exactly what to raise; never empty
 * @param staging repository that takes the result
 * @param temporary tag there that is the engine's for the time of the call; the caller removes it
 * @param directory working directory of this call alone; the caller removes it
 */
public record PatchRequest(
        PinnedImage source,
        Digest manifest,
        Platform platform,
        OperatingSystem os,
        List<PackageUpgrade> packages,
        Repository staging,
        Tag temporary,
        Path directory) {
    public PatchRequest {
        if (packages.isEmpty()) {
            throw new IllegalArgumentException("no packages to raise in " + source);
        }
        packages = List.copyOf(packages);
    }

    /** The same with other packages, for a second try without those that cannot be had. */
    public PatchRequest withPackages(List<PackageUpgrade> others) {
        return new PatchRequest(source, manifest, platform, os, others, staging, temporary, directory);
    }

    /** Reference of the one platform's manifest that cannot move. */
    public String sourceByDigest() {
        return source.repository() + "@" + manifest;
    }

    /** For messages: {@code registry/repository:tag (linux/amd64)}. */
    public String subject() {
        return source.name() + " (" + platform + ")";
    }
}
