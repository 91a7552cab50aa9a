/** The scan service: judges images, and the patches that were made of them. */
@NullMarked
package dev.cssc.scan;

import org.jspecify.annotations.NullMarked;
