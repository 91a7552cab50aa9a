/** The port to scan engines, and what they answer. */
@NullMarked
package dev.cssc.scan.engine;

import org.jspecify.annotations.NullMarked;
