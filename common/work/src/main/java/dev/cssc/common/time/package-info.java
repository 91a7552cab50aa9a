/** What time it is to a service. */
@NullMarked
package dev.cssc.common.time;

import org.jspecify.annotations.NullMarked;
