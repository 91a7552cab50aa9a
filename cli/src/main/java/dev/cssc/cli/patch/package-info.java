/** Commands about patches. */
@NullMarked
package dev.cssc.cli.patch;

import org.jspecify.annotations.NullMarked;
