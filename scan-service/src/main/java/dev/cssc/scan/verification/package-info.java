/** A staged patch against its source and its targets; pure. */
@NullMarked
package dev.cssc.scan.verification;

import org.jspecify.annotations.NullMarked;
