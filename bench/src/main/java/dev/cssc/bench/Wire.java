package dev.cssc.bench;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageEvent;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Says and hears events as any other program does. */
record Wire(String kafka) {

    /** Sends all of them and waits until the broker has them. */
    void send(Collection<? extends ImageEvent> events) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", "5"), new StringSerializer(), new StringSerializer())) {
            events.forEach(event -> producer.send(record(event)));
            producer.flush();
        }
    }

    /** Hears what is said on that topic from now on. */
    KafkaConsumer<String, String> from(EventType type) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(type.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy
        return consumer;
    }

    private static ProducerRecord<String, String> record(ImageEvent event) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(event.type().topic(), event.key(), EventCodec.write(event));
        Map.of(
                        "ce_id",
                                UUID.nameUUIDFromBytes((event.run() + event.key()).getBytes(StandardCharsets.UTF_8))
                                        .toString(),
                        "ce_source", "/cssc/bench",
                        "ce_type", event.type().cloudEventType())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
