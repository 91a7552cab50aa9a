package dev.cssc.patch.graft;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.Descriptor;

import java.util.List;
import java.util.UUID;

/**
 * Patch layers that may be taken over in the place of running the engine.
 *
 * @param donor the patch they come from
 * @param patched the donor's patched manifest
 * @param holder a repository of the same registry that has them
 * @param layers lowest first
 * @param diffIds digests of the unpacked layers, in the same order
 * @param raised packages that they raise
 * @param unavailable packages that were left out when they were made
 */
public record Graft(
        UUID donor,
        Digest patched,
        Repository holder,
        List<Descriptor> layers,
        List<Digest> diffIds,
        List<PackageUpgrade> raised,
        List<PackageUpgrade> unavailable) {
    public Graft {
        layers = List.copyOf(layers);
        diffIds = List.copyOf(diffIds);
        raised = List.copyOf(raised);
        unavailable = List.copyOf(unavailable);
    }
}
