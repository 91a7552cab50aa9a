package dev.cssc.common.buildah;

/**
 * A writable copy of an image in a {@link BuildahStore}.
 *
 * @param id Buildah's container id
 */
public record WorkingContainer(String id) {}
