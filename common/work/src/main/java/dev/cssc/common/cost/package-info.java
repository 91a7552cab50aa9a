/** What work costs: the seconds of each attempt, by month and what they were spent on, and their price. */
@NullMarked
package dev.cssc.common.cost;

import org.jspecify.annotations.NullMarked;
