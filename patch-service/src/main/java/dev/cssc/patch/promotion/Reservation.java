package dev.cssc.patch.promotion;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;

import java.util.Optional;
import java.util.UUID;

/**
 * The right to write one tag, and what will stand there.
 *
 * @param tag the tag
 * @param patch whose right it is
 * @param digest what the tag is to point to, or points to
 * @param previous where we last left the tag, where we wrote it before (floating)
 * @param written whether the tag was written and read back
 */
public record Reservation(Tag tag, UUID patch, Digest digest, Optional<Digest> previous, boolean written) {}
