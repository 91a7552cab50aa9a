package dev.cssc.common.event;

import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.TagConvention;

import java.util.List;
import java.util.Optional;

/**
 * An image has fixable vulnerabilities. The patch is made from {@code source}, never from an earlier patch (invariant 6), so the packages
 * listed are those of the source.
 *
 * @param run one expansion of a workflow
 * @param workflow the workflow's name
 * @param source the image to patch, pinned
 * @param candidate the image that was judged, pinned
 * @param tagConvention how the patch is to be named
 * @param criteria by what it was judged, and the patch is to be; {@link Criteria#NONE} where absent
 * @param platforms findings a platform that was judged; at least one has packages
 * @param scanner who judged
 */
public record VulnsFound(
        String run,
        String workflow,
        PinnedImage source,
        PinnedImage candidate,
        TagConvention tagConvention,
        Optional<Criteria> criteria,
        List<PlatformFindings> platforms,
        Scanner scanner)
        implements ImageEvent {
    public VulnsFound {
        platforms = List.copyOf(platforms);
    }

    /**
     * The repository in which the patch is to be published: the source's own where the policy has no target.
     *
     * @throws dev.cssc.common.failure.FailureException where the policy's target gives it no possible name
     */
    public Repository site() {
        return criteria.orElse(Criteria.NONE).siteOf(source.repository());
    }

    /** The platforms that have packages to raise. */
    public List<PlatformFindings> toPatch() {
        return platforms.stream()
                .filter(platform -> !platform.packages().isEmpty())
                .toList();
    }

    @Override
    public String key() {
        return source.name();
    }

    @Override
    public EventType type() {
        return EventType.VULNS_FOUND;
    }
}
