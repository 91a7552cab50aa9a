package dev.cssc.patch.graft;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A patch whose layers others may take over, now or later.
 *
 * @param patch its identity
 * @param manifest the source's manifest of the platform
 * @param repository the source's repository
 * @param site the repository in which the patch is published
 * @param staging where it waits for its judgement
 * @param patched the patched manifest; empty while it is being made
 * @param leftOut names of packages that were not raised
 * @param database the knowledge that it was made from
 * @param verified whether the judge accepted it
 */
record Donor(
        UUID patch,
        Digest manifest,
        Repository repository,
        Repository site,
        Repository staging,
        Optional<Digest> patched,
        List<String> leftOut,
        String database,
        boolean verified) {
    Donor {
        leftOut = List.copyOf(leftOut);
    }
}
