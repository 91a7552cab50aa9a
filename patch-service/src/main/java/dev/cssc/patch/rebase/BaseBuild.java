package dev.cssc.patch.rebase;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.patch.graft.ImageLayers;

/**
 * One build of a base for one platform, as its registry has it.
 *
 * @param repository where it is
 * @param manifest its manifest
 * @param platform what its configuration says that it runs on
 * @param image its layers
 */
record BaseBuild(Repository repository, Digest manifest, Platform platform, ImageLayers image) {}
