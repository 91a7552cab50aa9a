/** Images that are watched, and the search for those that a new advisory made fixable. */
@NullMarked
package dev.cssc.scan.advisory;

import org.jspecify.annotations.NullMarked;
