package dev.cssc.patch.staging;

import dev.cssc.common.image.Digest;
import dev.cssc.patch.graft.Graft;
import dev.cssc.patch.rebase.RebasePlan;

import java.util.Map;
import java.util.Optional;

/**
 * What the engine need not make, each by the source's manifest of the platform.
 *
 * @param rebases images that are put on a newer build of their base
 * @param grafts layers that are taken over from other patches
 */
record Prepared(Map<Digest, RebasePlan> rebases, Map<Digest, Graft> grafts) {
    Prepared {
        rebases = Map.copyOf(rebases);
        grafts = Map.copyOf(grafts);
    }

    Optional<RebasePlan> rebase(Digest manifest) {
        return Optional.ofNullable(rebases.get(manifest));
    }

    Optional<Graft> graft(Digest manifest) {
        return Optional.ofNullable(grafts.get(manifest));
    }
}
