/** Copa and BuildKit as patch engine. */
@NullMarked
package dev.cssc.patch.engine.copa;

import org.jspecify.annotations.NullMarked;
