package dev.cssc.common.selection;

import dev.cssc.common.image.Tag;

/**
 * Where the patches of a repository are: beside their sources, or in a repository of their own where the policy has a target. Its tags say
 * which patches there are and which numbers are taken; they say nothing of sources.
 *
 * @param listing its tags; none where the registry has no such repository yet
 * @param reads what they point to
 * @param elsewhere true where it is another repository than the sources'
 */
record PatchSite(Listing listing, RepositoryReads reads, boolean elsewhere) {

    /** The tag as the policy's author has to read it. */
    String name(Tag tag) {
        return elsewhere ? listing.repository() + ":" + tag : tag.value();
    }

    /** A sentence for a source that has no patch. */
    String noneYet() {
        return "there is no patch of it yet" + (elsewhere ? " in " + listing.repository() : "");
    }
}
