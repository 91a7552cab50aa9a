/** From an engine's outcome to the closed answer about one image; pure. */
@NullMarked
package dev.cssc.scan.verdict;

import org.jspecify.annotations.NullMarked;
