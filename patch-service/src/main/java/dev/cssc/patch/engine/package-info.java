/** The port to whatever raises packages in an image; nothing here knows a tool. */
@NullMarked
package dev.cssc.patch.engine;

import org.jspecify.annotations.NullMarked;
