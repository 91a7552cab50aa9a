package dev.cssc.common.testing.trace;

import java.util.List;
import java.util.Map;

/**
 * A span as a collector got it.
 *
 * @param service that made it
 * @param traceId 32 digits of hexadecimal
 * @param spanId 16 of them
 * @param parentId of the span that it is a child of; empty for none
 * @param name of what was done
 * @param kind as OTLP numbers them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer
 * @param failed whether its status is an error
 * @param attributes all in text
 * @param links identities of traces that it refers to
 */
public record ReceivedSpan(
        String service,
        String traceId,
        String spanId,
        String parentId,
        String name,
        int kind,
        boolean failed,
        Map<String, String> attributes,
        List<String> links) {}
