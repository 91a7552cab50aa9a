/** How errors look over REST (RFC 9457). */
@NullMarked
package dev.cssc.trigger.problem;

import org.jspecify.annotations.NullMarked;
