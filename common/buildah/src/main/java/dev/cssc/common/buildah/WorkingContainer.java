package dev.cssc.common.buildah;

/**
 * A writable copy of an image in a {@link BuildahStore}.
 *
 * @param name what Buildah calls it, in its storage alone
 */
public record WorkingContainer(String name) {}
