package dev.cssc.patch.retention;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.List;
import java.util.UUID;

/**
 * A published patch with what its removal needs.
 *
 * @param id its identity
 * @param source what it was made from
 * @param site the repository in which it was published
 * @param tag the incremental tag it was published under
 * @param digest what we pointed that tag to
 * @param children the patched manifests, a platform each; of a patch that is no index, {@code digest} alone
 * @param due whether its removal may be tried now; it may not for a time after it was tried in vain
 */
record OldPatch(
        UUID id, PinnedImage source, Repository site, Tag tag, Digest digest, List<Digest> children, boolean due) {
    OldPatch {
        children = List.copyOf(children);
    }
}
