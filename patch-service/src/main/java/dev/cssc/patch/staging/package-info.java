/** Makes the patched manifest out of the source and an engine's layers, and lays it aside until it is judged. */
@NullMarked
package dev.cssc.patch.staging;

import org.jspecify.annotations.NullMarked;
