/** What Prometheus is told of jobs, workers and outbox. */
@NullMarked
package dev.cssc.common.meter;

import org.jspecify.annotations.NullMarked;
