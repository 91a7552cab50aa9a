/** Commands about images. */
@NullMarked
package dev.cssc.cli.image;

import org.jspecify.annotations.NullMarked;
