/** What makes images due besides schedules and people: advisories. */
@NullMarked
package dev.cssc.trigger.signal;

import org.jspecify.annotations.NullMarked;
