package dev.cssc.patch.staging;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;

import java.util.List;
import java.util.UUID;

/**
 * A patch that was published.
 *
 * @param id its identity
 * @param tag the tag it was published under
 * @param digest what that tag pointed to then
 * @param wanted what it was the answer to, last; the digest as text, empty where it is not known, or
 *     to be asked again because not everything could be had then
 * @param parts what was patched, a platform each
 */
public record PublishedPatch(UUID id, Tag tag, Digest digest, String wanted, List<StagedPart> parts) {
    public PublishedPatch {
        parts = List.copyOf(parts);
    }
}
