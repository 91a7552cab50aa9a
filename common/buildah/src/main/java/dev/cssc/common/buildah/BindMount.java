package dev.cssc.common.buildah;

import java.nio.file.Path;

/**
 * A directory of this machine seen in a container; what is written there does not become part of the image.
 *
 * @param host existing directory
 * @param container absolute path in the container
 */
public record BindMount(Path host, String container) {

    public BindMount {
        if (host.toString().contains(":") || container.contains(":")) {
            // Buildah's --volume separates its parts by colons and knows no escape.
            throw new IllegalArgumentException("a path with a colon cannot be mounted: " + host + ", " + container);
        }
    }
}
