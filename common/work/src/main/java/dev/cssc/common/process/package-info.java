/** Runs child processes within limits and says how they ended. No shell is ever involved. */
@NullMarked
package dev.cssc.common.process;

import org.jspecify.annotations.NullMarked;
