package dev.cssc.common.outbox;

import dev.cssc.common.trace.TraceContext;

/**
 * An event that waits to be sent.
 *
 * @param seq its place in the order
 * @param id CloudEvents id
 * @param topic where it goes
 * @param key Kafka key
 * @param type CloudEvents type
 * @param value JSON
 * @param trace what led to it
 */
record OutboxRow(long seq, String id, String topic, String key, String type, String value, TraceContext trace) {}
