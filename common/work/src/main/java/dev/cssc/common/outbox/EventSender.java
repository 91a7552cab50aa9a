package dev.cssc.common.outbox;

import dev.cssc.common.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Sends one outbox row as a CloudEvent in Kafka's binary content mode (CloudEvents Kafka protocol binding 1.0, §3.2). */
@ApplicationScoped
class EventSender {
    private final MutinyEmitter<String> emitter;
    private final String source;
    private final Clock clock;

    EventSender(
            @Channel("outbox") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> emitter,
            @ConfigProperty(name = "quarkus.application.name") String service,
            Clock clock) {
        this.emitter = emitter;
        this.source = Intake.OUR_SOURCES + service;
        this.clock = clock;
    }

    /** Completes when Kafka acknowledged the record. */
    Uni<Void> send(OutboxRow row) {
        RecordHeaders headers = new RecordHeaders();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", row.id());
        put(headers, "ce_source", source);
        put(headers, "ce_type", row.type());
        put(headers, "ce_subject", row.key());
        put(headers, "ce_time", clock.instant().toString());
        put(headers, "content-type", "application/json");
        if (!row.trace().absent()) {
            put(headers, TraceContext.PARENT, row.trace().parent());
            if (!row.trace().state().isEmpty()) {
                put(headers, TraceContext.STATE, row.trace().state());
            }
        }
        return emitter.sendMessage(Message.of(
                row.value(),
                Metadata.of(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(row.topic())
                        .withKey(row.key())
                        .withHeaders(headers)
                        .build())));
    }

    private static void put(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
