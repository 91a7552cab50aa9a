/** Shares one patch layer among images of one base: who may give it, who may take it, and who waits for whom. */
@NullMarked
package dev.cssc.patch.graft;

import org.jspecify.annotations.NullMarked;
