/** What layers of images hold, read from their archives without unpacking them (OCI image-spec, layer.md). */
@NullMarked
package dev.cssc.common.layer;

import org.jspecify.annotations.NullMarked;
