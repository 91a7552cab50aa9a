package dev.cssc.common.event;

import dev.cssc.common.image.PinnedImage;

import java.util.List;

/**
 * The scan service's judgement of a staged patch.
 *
 * @param run one expansion of a workflow
 * @param workflow the workflow's name
 * @param source the image that was patched, pinned
 * @param patch identity of the patch, as in {@link PatchStaged}
 * @param accepted whether it may be published
 * @param verifications the answer a platform
 * @param scanner who judged
 */
public record PatchVerified(
        String run,
        String workflow,
        PinnedImage source,
        String patch,
        boolean accepted,
        List<Verification> verifications,
        Scanner scanner)
        implements ImageEvent {
    public PatchVerified {
        verifications = List.copyOf(verifications);
    }

    @Override
    public String key() {
        return source.name();
    }

    @Override
    public EventType type() {
        return EventType.PATCH_VERIFIED;
    }
}
