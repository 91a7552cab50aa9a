/** Traces that follow one image through outbox, Kafka, jobs and child processes. */
@NullMarked
package dev.cssc.common.trace;

import org.jspecify.annotations.NullMarked;
