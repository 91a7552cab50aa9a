package dev.cssc.patch.rebase;

import dev.cssc.common.event.Rebase;
import dev.cssc.common.image.ImageReference;

/**
 * A rebase that nothing forbids.
 *
 * @param base what the policy names
 * @param rebase from which of its builds to which
 */
public record RebasePlan(ImageReference base, Rebase rebase) {}
