/** Publishes what was verified: guard, copy, tag, read back. */
@NullMarked
package dev.cssc.patch.promotion;

import org.jspecify.annotations.NullMarked;
