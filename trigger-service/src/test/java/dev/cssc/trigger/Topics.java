package dev.cssc.trigger;

import dev.cssc.common.event.Event;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The topics as any other participant sees them. */
public record Topics(String servers) {

    /** Says what another service would say. */
    public void tell(Event... events) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            for (Event event : events) {
                producer.send(new ProducerRecord<>(event.type().topic(), event.key(), EventCodec.write(event)));
            }
        }
    }

    /** Says what another service would say, under this identity. */
    public void tellAgain(UUID id, Event event) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            var record = new ProducerRecord<>(event.type().topic(), event.key(), EventCodec.write(event));
            Map.of(
                            "ce_specversion",
                            "1.0",
                            "ce_id",
                            id.toString(),
                            "ce_source",
                            "/cssc/scan",
                            "ce_type",
                            event.type().cloudEventType())
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record);
        }
    }

    /** All events with that key on the topic of that type, as of now, in their order. */
    public <E extends Event> List<E> of(String key, EventType type, Class<E> form) {
        return ofRun(key, type, form).stream()
                .filter(event -> event.key().equals(key))
                .toList();
    }

    /** All events of that run on the topic of that type, as of now. */
    public <E extends Event> List<E> ofRun(String run, EventType type, Class<E> form) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(type.topic()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            List<E> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.value().contains(run)) {
                        found.add(EventCodec.read(record.value(), form));
                    }
                });
            }
            return found;
        }
    }
}
