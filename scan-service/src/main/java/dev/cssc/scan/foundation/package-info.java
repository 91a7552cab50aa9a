/** Which of an image's layers its packages are read from: images with the same ones have the same packages, whatever is above. */
@NullMarked
package dev.cssc.scan.foundation;

import org.jspecify.annotations.NullMarked;
