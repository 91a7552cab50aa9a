package dev.cssc.common.event;

import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.TagConvention;

import java.util.Optional;

/**
 * An image is to be judged now.
 *
 * @param run one expansion of a workflow
 * @param workflow the workflow's name; {@link #FOREIGN_WORKFLOW} for a due image that another producer announced
 * @param reason why now
 * @param source the image that the policy names
 * @param candidate the image to judge: the newest patch of this very source digest, else the source
 * @param tagConvention how a patch is to be named
 * @param criteria by what it is judged; {@link Criteria#NONE} where absent
 */
public record ImageDue(
        String run,
        String workflow,
        DueReason reason,
        PinnedImage source,
        PinnedImage candidate,
        TagConvention tagConvention,
        Optional<Criteria> criteria)
        implements ImageEvent {

    /** Stands for the workflow where a producer other than the trigger service made the image due. */
    public static final String FOREIGN_WORKFLOW = "-";

    @Override
    public String key() {
        return source.name();
    }

    @Override
    public EventType type() {
        return EventType.IMAGE_DUE;
    }
}
