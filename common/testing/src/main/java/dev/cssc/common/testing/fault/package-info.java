/** Stand-ins of what goes wrong in the world outside: each is named for its fault. For tests only. */
@NullMarked
package dev.cssc.common.testing.fault;

import org.jspecify.annotations.NullMarked;
