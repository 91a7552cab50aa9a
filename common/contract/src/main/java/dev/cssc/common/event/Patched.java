package dev.cssc.common.event;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A verified patch was published.
 *
 * @param run one expansion of a workflow
 * @param workflow the workflow's name
 * @param source the image that was patched, pinned
 * @param patched the new image, pinned
 * @param patch identity of the patch
 * @param fixed packages raised, with what that fixed
 * @param remaining packages that still have a fixable finding
 * @param addedBytes compressed size of the layers the patch added, in bytes, over all platforms
 * @param seconds wall seconds a step ({@code patch}, {@code promote}), as measured by the patch service
 * @param engine the patch engine
 * @param at when the tag was written
 * @param grafts patched manifests of other images whose layers were taken over in the place of running the engine; empty where absent
 * @param unpatched images of an index that were carried over as they are, though they were to be patched, or nobody judged them; empty
 *     where absent
 * @param droppedAttestations how many attestations of the source's index are not in the new one, since they speak of its images
 * @param rebases manifests of newer builds of the base on which images were put in the place of raising their packages; empty where absent
 */
public record Patched(
        String run,
        String workflow,
        PinnedImage source,
        PinnedImage patched,
        UUID patch,
        List<PackageUpgrade> fixed,
        List<PackageUpgrade> remaining,
        long addedBytes,
        Map<String, Double> seconds,
        String engine,
        Instant at,
        List<Digest> grafts,
        List<UnpatchedPlatform> unpatched,
        int droppedAttestations,
        List<Digest> rebases)
        implements ImageEvent {
    public Patched {
        fixed = List.copyOf(fixed);
        remaining = List.copyOf(remaining);
        seconds = Map.copyOf(seconds);
        grafts = grafts == null ? List.of() : List.copyOf(grafts);
        unpatched = unpatched == null ? List.of() : List.copyOf(unpatched);
        rebases = rebases == null ? List.of() : List.copyOf(rebases);
    }

    /** A patch of an image that is no index, or of all images of one. */
    public Patched(
            String run,
            String workflow,
            PinnedImage source,
            PinnedImage patched,
            UUID patch,
            List<PackageUpgrade> fixed,
            List<PackageUpgrade> remaining,
            long addedBytes,
            Map<String, Double> seconds,
            String engine,
            Instant at,
            List<Digest> grafts) {
        this(
                run,
                workflow,
                source,
                patched,
                patch,
                fixed,
                remaining,
                addedBytes,
                seconds,
                engine,
                at,
                grafts,
                List.of(),
                0,
                List.of());
    }

    @Override
    public String key() {
        return source.name();
    }

    @Override
    public EventType type() {
        return EventType.PATCHED;
    }
}
