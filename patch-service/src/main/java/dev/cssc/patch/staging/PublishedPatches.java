package dev.cssc.patch.staging;

import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.TagConvention;

import java.util.List;

/** The patches that were published, as all replicas see them. */
public interface PublishedPatches {
    /**
     * Those of that very source (name and digest) under that convention, newest first.
     *
     * @param site the repository in which they were published; what is published in another one is no answer to who wants it here
     */
    List<PublishedPatch> of(PinnedImage source, Repository site, TagConvention convention);
}
