/** Events in, jobs out. */
@NullMarked
package dev.cssc.patch.intake;

import org.jspecify.annotations.NullMarked;
