package dev.cssc.patch.staging;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.registry.RawManifest;

/** What came of one platform. */
sealed interface Outcome {
    /** Patched and laid aside. */
    record Done(StagedPart part, RawManifest manifest) implements Outcome {}

    /** Left as it is. */
    record LeftAlone(Failure why) implements Outcome {}
}
