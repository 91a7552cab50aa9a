package dev.cssc.common.event;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.PinnedImage;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The scan service's judgement of a staged patch.
 *
 * @param run one expansion of a workflow
 * @param workflow the workflow's name
 * @param source the image that was patched, pinned
 * @param patch identity of the patch, as in {@link PatchStaged}
 * @param accepted whether it may be published
 * @param reason why it may not; absent where it may, and in events of an older version
 * @param verifications the answer a platform
 * @param scanner who judged
 */
public record PatchVerified(
        String run,
        String workflow,
        PinnedImage source,
        UUID patch,
        boolean accepted,
        Optional<ReasonCode> reason,
        List<Verification> verifications,
        Scanner scanner)
        implements ImageEvent {
    /** The reasons of a judgement; with any other that it was not accepted nobody judged it. */
    public static final Set<ReasonCode> JUDGEMENTS = Set.copyOf(
            EnumSet.of(ReasonCode.NO_IMPROVEMENT, ReasonCode.PATCH_INCOMPLETE, ReasonCode.VERIFICATION_REFUSED));

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
