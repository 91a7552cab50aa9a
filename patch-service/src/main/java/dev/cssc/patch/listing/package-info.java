/** What the service made and what waits, for operators. */
@NullMarked
package dev.cssc.patch.listing;

import org.jspecify.annotations.NullMarked;
