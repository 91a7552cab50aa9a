package dev.cssc.common.event;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;

/**
 * A base image's newer build in the place of the one that an image was built on: the lowest layers are its, those above stay.
 *
 * @param base repository of the base image
 * @param from manifest of the build that lies below the source
 * @param to manifest of the build that lies below the result
 */
public record Rebase(Repository base, Digest from, Digest to) {}
