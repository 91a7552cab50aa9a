/** What was tried in vain and is not worth repeating. */
@NullMarked
package dev.cssc.patch.attempt;

import org.jspecify.annotations.NullMarked;
