/** Puts an image on a newer build of its base in the place of raising packages: which build lies below it, and whether another may. */
@NullMarked
package dev.cssc.patch.rebase;

import org.jspecify.annotations.NullMarked;
