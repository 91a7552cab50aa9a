/** The form of the service's own log. */
@NullMarked
package dev.cssc.common.log;

import org.jspecify.annotations.NullMarked;
