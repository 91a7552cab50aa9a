package dev.cssc.common.event;

import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A patch lies in the staging repository and waits for its verification.
 *
 * @param run one expansion of a workflow
 * @param workflow the workflow's name
 * @param source the image that was patched, pinned
 * @param patch identity of this patch, given by the patch service
 * @param staging repository that holds the staged manifests
 * @param platforms the staged manifest a platform
 * @param engine the patch engine
 * @param criteria by what it is judged, as in {@link VulnsFound}; {@link Criteria#NONE} where absent
 */
public record PatchStaged(
        String run,
        String workflow,
        PinnedImage source,
        UUID patch,
        Repository staging,
        List<StagedPlatform> platforms,
        String engine,
        Optional<Criteria> criteria)
        implements ImageEvent {
    public PatchStaged {
        platforms = List.copyOf(platforms);
    }

    @Override
    public String key() {
        return source.name();
    }

    @Override
    public EventType type() {
        return EventType.PATCH_STAGED;
    }
}
