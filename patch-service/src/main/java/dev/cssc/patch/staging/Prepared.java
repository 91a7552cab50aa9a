package dev.cssc.patch.staging;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.image.Digest;
import dev.cssc.patch.graft.Graft;
import dev.cssc.patch.rebase.RebasePlan;

import java.util.Map;
import java.util.Optional;

/**
 * What the engine need not make, each by the source's manifest of the platform.
 *
 * @param means by what the platforms are patched
 * @param grafts layers that are taken over from other patches, of those that are the engine's
 */
record Prepared(Means means, Map<Digest, Graft> grafts) {
    Prepared {
        grafts = Map.copyOf(grafts);
    }

    Optional<RebasePlan> rebase(Digest manifest) {
        return Optional.ofNullable(means.rebases().get(manifest));
    }

    /** Why the platform cannot be patched here, where it cannot. */
    Optional<Failure> unrunnable(Digest manifest) {
        return Optional.ofNullable(means.unrunnable().get(manifest));
    }

    Optional<Graft> graft(Digest manifest) {
        return Optional.ofNullable(grafts.get(manifest));
    }
}
