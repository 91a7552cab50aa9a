package dev.cssc.patch.staging;

import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.TagConvention;

import java.util.List;

/** The patches that were published, as all replicas see them. */
public interface PublishedPatches {
    /** Those of that very source (name and digest) under that convention, newest first. */
    List<PublishedPatch> of(PinnedImage source, TagConvention convention);
}
