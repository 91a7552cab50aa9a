package dev.cssc.common.event;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.List;
import java.util.Optional;

/**
 * The answer about one staged manifest.
 *
 * @param platform which platform
 * @param staged the manifest that was judged
 * @param fixed targets that are gone
 * @param remaining targets that are still there
 * @param added findings that the source did not have; {@code fixed} is empty where no version has a fix
 * @param objections why it is refused, a sentence each; empty where it is accepted
 * @param why why targets remain, in a sentence; absent where none does
 */
public record Verification(
        Platform platform,
        Digest staged,
        List<PackageUpgrade> fixed,
        List<PackageUpgrade> remaining,
        List<PackageUpgrade> added,
        List<String> objections,
        Optional<String> why) {
    public Verification {
        fixed = List.copyOf(fixed);
        remaining = List.copyOf(remaining);
        added = List.copyOf(added);
        objections = List.copyOf(objections);
    }

    /** True where nothing speaks against publishing it. */
    public boolean accepted() {
        return objections.isEmpty();
    }
}
