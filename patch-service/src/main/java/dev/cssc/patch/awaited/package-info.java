/** Fixes that scanners know of and package repositories do not hold yet. */
@NullMarked
package dev.cssc.patch.awaited;

import org.jspecify.annotations.NullMarked;
