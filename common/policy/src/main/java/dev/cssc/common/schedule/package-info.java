/** When a workflow is due; pure. */
@NullMarked
package dev.cssc.common.schedule;

import org.jspecify.annotations.NullMarked;
