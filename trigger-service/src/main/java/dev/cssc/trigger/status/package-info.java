/** The read model: what became of each run and image, told by the events of all services. */
@NullMarked
package dev.cssc.trigger.status;

import org.jspecify.annotations.NullMarked;
