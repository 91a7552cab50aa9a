/** The registry as the selection sees it. */
@NullMarked
package dev.cssc.trigger.selection;

import org.jspecify.annotations.NullMarked;
