/** The image's own package manager, run by Buildah, as patch engine. */
@NullMarked
package dev.cssc.patch.engine.buildah;

import org.jspecify.annotations.NullMarked;
