/** What the service tells of an image's way. */
@NullMarked
package dev.cssc.patch.status;

import org.jspecify.annotations.NullMarked;
