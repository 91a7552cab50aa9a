/** How many jobs a process works on at once, by configuration and by memory. */
@NullMarked
package dev.cssc.common.capacity;

import org.jspecify.annotations.NullMarked;
