/** Takes the events of the other services in. */
@NullMarked
package dev.cssc.trigger.intake;

import org.jspecify.annotations.NullMarked;
