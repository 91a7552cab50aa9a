package dev.cssc.common.event;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

/**
 * An image of a patched index that stays as it is in the source's: carried over by its digest, for this reason. One that is judged and has
 * nothing to raise is none.
 *
 * @param platform which platform
 * @param manifest its manifest, in the source's index and in the new one
 * @param reason stable code
 * @param detail a sentence for a person
 */
public record UnpatchedPlatform(Platform platform, Digest manifest, ReasonCode reason, String detail) {}
