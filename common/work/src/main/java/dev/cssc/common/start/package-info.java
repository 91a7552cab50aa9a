/** How this process was started, and how long that took. */
@NullMarked
package dev.cssc.common.start;

import org.jspecify.annotations.NullMarked;
