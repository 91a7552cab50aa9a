package dev.cssc.common.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.EventType;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.trace.TraceContext;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that was understood.
 *
 * @param id identity of the event: its CloudEvents id where it has one, else its place on the topic
 * @param event what it says
 * @param trace what led to it
 */
public record Received<E>(UUID id, E event, TraceContext trace) {
    private static final String OUR_TYPES = "dev.cssc.";

    /**
     * Reads a plain JSON value, or a CloudEvent in binary or structured content mode.
     *
     * @throws dev.cssc.common.failure.FailureException with {@code EVENT_INVALID} where it is none, or says to be an event of another type
     */
    static <E> Received<E> read(Message<byte[]> message, Class<E> form) {
        IncomingKafkaRecordMetadata<?, ?> kafka = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("not a message from Kafka"));
        byte[] value = message.getPayload();
        if (value == null || value.length == 0) {
            throw Failure.of(ReasonCode.EVENT_INVALID, "the message has no value")
                    .toException();
        }
        Optional<String> source = header(kafka, "ce_source");
        Optional<String> id = header(kafka, "ce_id");
        Optional<String> type = header(kafka, "ce_type");
        // As OpenTelemetry's instrumentation of Kafka writes it; else as the CloudEvents extension does.
        TraceContext trace = TraceContext.read(header(kafka, TraceContext.PARENT), header(kafka, TraceContext.STATE))
                .or(TraceContext.read(
                        header(kafka, "ce_" + TraceContext.PARENT), header(kafka, "ce_" + TraceContext.STATE)));
        if (isStructured(kafka)) {
            JsonNode envelope = EventCodec.readObject(value);
            source = text(envelope, "source");
            id = text(envelope, "id");
            type = text(envelope, "type");
            trace = trace.or(
                    TraceContext.read(text(envelope, TraceContext.PARENT), text(envelope, TraceContext.STATE)));
            JsonNode data = envelope.get("data");
            if (data == null) {
                throw Failure.of(ReasonCode.EVENT_INVALID, "the CloudEvent has no data")
                        .toException();
            }
            value = data.toString().getBytes(StandardCharsets.UTF_8);
        }
        refuseOtherTypes(type, kafka.getTopic());
        return new Received<>(identity(source, id, kafka), EventCodec.read(value, form), trace);
    }

    /** The same, as what led to it here. */
    Received<E> within(TraceContext newTrace) {
        return new Received<>(id, event, newTrace);
    }

    private static void refuseOtherTypes(Optional<String> type, String topic) {
        type.filter(t -> t.startsWith(OUR_TYPES))
                .filter(t -> EventType.ofCloudEventType(t)
                        .filter(e -> e.topic().equals(topic))
                        .isEmpty())
                .ifPresent(t -> {
                    throw Failure.of(ReasonCode.EVENT_INVALID, "events of type " + t + " do not belong on " + topic)
                            .toException();
                });
    }

    private static UUID identity(
            Optional<String> source, Optional<String> id, IncomingKafkaRecordMetadata<?, ?> kafka) {
        if (source.isPresent() && id.isPresent()) {
            if (source.get().startsWith(Intake.OUR_SOURCES)) {
                try {
                    return UUID.fromString(id.get());
                } catch (IllegalArgumentException e) {
                    // Not made by us after all: treated as anybody's id below.
                }
            }
            return EventId.of("foreign", source.get(), id.get(), 1);
        }
        // The time is part of it because offsets begin anew when a topic is made anew.
        String place = kafka.getTopic() + "/" + kafka.getPartition() + "/" + kafka.getOffset() + "/"
                + kafka.getTimestamp().toEpochMilli();
        return EventId.of("foreign", "", place, 1);
    }

    private static boolean isStructured(IncomingKafkaRecordMetadata<?, ?> kafka) {
        return header(kafka, "content-type")
                .filter(t -> t.toLowerCase(Locale.ROOT).startsWith("application/cloudevents+json"))
                .isPresent();
    }

    private static Optional<String> header(IncomingKafkaRecordMetadata<?, ?> kafka, String name) {
        Header header = kafka.getHeaders().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static Optional<String> text(JsonNode envelope, String field) {
        return Optional.ofNullable(envelope.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }
}
