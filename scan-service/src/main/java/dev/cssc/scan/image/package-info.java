/** What the registry has of an image that is looked at. */
@NullMarked
package dev.cssc.scan.image;

import org.jspecify.annotations.NullMarked;
