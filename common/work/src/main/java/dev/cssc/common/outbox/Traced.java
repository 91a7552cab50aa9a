package dev.cssc.common.outbox;

import dev.cssc.common.event.Event;
import dev.cssc.common.trace.TraceContext;

/**
 * An event of another trace than its transaction.
 *
 * @param event what it says
 * @param trace what led to it
 */
public record Traced(Event event, TraceContext trace) {}
