/** The named things with a schedule and a switch, their policy documents, and their REST. */
@NullMarked
package dev.cssc.trigger.workflow;

import org.jspecify.annotations.NullMarked;
