/** How many patches of a source stay in its repository, and the removal of older ones. */
@NullMarked
package dev.cssc.patch.retention;

import org.jspecify.annotations.NullMarked;
