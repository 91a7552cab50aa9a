package dev.cssc.patch.promotion;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who writes which tag, remembered where all replicas see it. A reservation is durable before the tag is written, so that after a crash
 * the tag is known as ours; and two writers of one tag meet here, not in the registry. Every method is a transaction of its own.
 */
public interface Reservations {
    /** The reservation that this patch holds, written or not. */
    Optional<Reservation> of(UUID patch);

    /** Tags of that source that anyone reserved, written or not. */
    List<Tag> taken(Repository repository, Tag source);

    /**
     * Reserves a tag nobody reserved before; false where somebody did, or where another patch of the same source is being published
     * ({@link #contested}). So whoever holds an unwritten reservation may compare with what is published, and nobody adds to it meanwhile.
     */
    boolean reserve(Repository repository, Tag source, Tag tag, UUID patch, Digest digest);

    /** Whether another patch of that source has a reservation that it did not write yet. */
    boolean contested(Repository repository, Tag source, UUID patch);

    /**
     * Takes over a tag that another patch has written, keeping where it was left; false where nobody reserved it or its writer is not
     * through yet.
     */
    boolean takeOver(Repository repository, Tag tag, UUID patch, Digest digest);

    /** Gives back what the patch reserved and did not write. */
    void release(UUID patch);
}
