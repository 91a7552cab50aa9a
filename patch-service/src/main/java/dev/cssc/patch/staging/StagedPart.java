package dev.cssc.patch.staging;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.List;
import java.util.Optional;

/**
 * One platform's part of a staged patch.
 *
 * @param staged what is told to the judge
 * @param tag the tag in the staging repository that keeps it from the registry's garbage collection
 * @param unavailable packages that could not be raised, because no repository holds their fixed version yet
 * @param addedBytes compressed size of the layers that were added
 * @param graft the patched manifest whose layers were taken over, where they were
 */
@RegisterForReflection
public record StagedPart(
        StagedPlatform staged, Tag tag, List<PackageUpgrade> unavailable, long addedBytes, Optional<Digest> graft) {
    public StagedPart {
        unavailable = List.copyOf(unavailable);
    }

    /** Whether the engine made it: else its layers were taken over, or it was put on a newer build of its base. */
    public boolean byEngine() {
        return graft.isEmpty() && staged.rebase().isEmpty();
    }
}
