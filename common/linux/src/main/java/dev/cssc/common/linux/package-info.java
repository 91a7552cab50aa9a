/** What Linux tells of its processes and mounts in {@code /proc}. */
@NullMarked
package dev.cssc.common.linux;

import org.jspecify.annotations.NullMarked;
