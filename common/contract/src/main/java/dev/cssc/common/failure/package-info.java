/** Reason codes and failures: the closed vocabulary in which every part of the product says why something ended. */
@NullMarked
package dev.cssc.common.failure;

import org.jspecify.annotations.NullMarked;
