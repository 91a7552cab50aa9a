/** Until when releases of distributions get security updates. */
@NullMarked
package dev.cssc.scan.endoflife;

import org.jspecify.annotations.NullMarked;
