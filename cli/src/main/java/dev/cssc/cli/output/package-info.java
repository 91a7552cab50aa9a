/** Answers as people and scripts read them. */
@NullMarked
package dev.cssc.cli.output;

import org.jspecify.annotations.NullMarked;
