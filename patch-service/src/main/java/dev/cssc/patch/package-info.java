/** The only service that writes to registries: patches, stages and promotes; it never judges its own result. */
@NullMarked
package dev.cssc.patch;

import org.jspecify.annotations.NullMarked;
