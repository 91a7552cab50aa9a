/** What the service does, in figures for Prometheus. */
@NullMarked
package dev.cssc.patch.meter;

import org.jspecify.annotations.NullMarked;
