/** The orders in which package managers compare versions; pure. */
@NullMarked
package dev.cssc.common.version;

import org.jspecify.annotations.NullMarked;
