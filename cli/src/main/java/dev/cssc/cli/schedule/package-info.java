/** Commands about schedules. */
@NullMarked
package dev.cssc.cli.schedule;

import org.jspecify.annotations.NullMarked;
