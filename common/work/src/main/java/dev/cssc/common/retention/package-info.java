/** Removes what has ended long ago. */
@NullMarked
package dev.cssc.common.retention;

import org.jspecify.annotations.NullMarked;
