package dev.cssc.common.testing.trace;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The headers of traces on Kafka, as any other program writes and sees them.
 *
 * @param kafka its bootstrap servers
 */
public record TracedRecords(String kafka) {

    /** A {@code traceparent} of that trace, recorded. */
    public static String parent(String traceId) {
        return "00-" + traceId + "-00f067aa0ba902b7-01";
    }

    /** Sends one record with these headers. */
    public void send(String topic, String key, String value, Map<String, String> headers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> told = new ProducerRecord<>(topic, key, value);
            headers.forEach((name, text) -> told.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(told);
            producer.flush();
        }
    }

    /** The traces of the records on the topic whose value contains that text, one a record; the empty text for none. */
    public List<String> traceIds(String topic, String text) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(told -> {
                    if (told.value().contains(text)) {
                        found.add(traceId(told.headers().lastHeader("traceparent")));
                    }
                });
            }
            return found;
        }
    }

    private static String traceId(@Nullable Header parent) {
        return parent == null ? "" : new String(parent.value(), StandardCharsets.UTF_8).substring(3, 35);
    }
}
