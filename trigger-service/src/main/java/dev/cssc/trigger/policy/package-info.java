/** The policies of all workflows, as they are stored. */
@NullMarked
package dev.cssc.trigger.policy;

import org.jspecify.annotations.NullMarked;
