package dev.cssc.patch.engine;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.Digest;

import java.util.List;

/**
 * What an engine left in the staging repository: a manifest of its own making, of which only the layers above the source's are used.
 *
 * @param manifest the manifest under the temporary tag, as the registry tells it
 * @param raised packages raised
 * @param unavailable packages left out, because the repositories do not hold their fixed version yet
 */
public record PatchedLayers(Digest manifest, List<PackageUpgrade> raised, List<PackageUpgrade> unavailable) {
    public PatchedLayers {
        raised = List.copyOf(raised);
        unavailable = List.copyOf(unavailable);
    }
}
