/** What was found in an image, as people and other programs want to read it. */
@NullMarked
package dev.cssc.scan.report;

import org.jspecify.annotations.NullMarked;
