package dev.cssc.common.admin;

import dev.cssc.common.outbox.DeadLetterTopic;
import dev.cssc.common.outbox.KafkaConnection;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.Config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads the dead-letter topics of the topics that this service consumes. */
@ApplicationScoped
public class DeadLetters {
    private static final int LONGEST_VALUE_SHOWN = 4_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConnection kafka;
    private final List<String> topics;

    DeadLetters(KafkaConnection kafka, Config config) {
        this.kafka = kafka;
        this.topics = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.matches("mp\\.messaging\\.incoming\\.[^.]+\\.topic"))
                .map(name -> config.getValue(name, String.class))
                .distinct()
                .toList();
    }

    /**
     * A message that was not understood.
     *
     * @param topic where it came from
     * @param partition its partition there
     * @param offset its place there
     * @param at when it was put aside
     * @param reason stable code
     * @param detail why, in words
     * @param value its value as text, cut at 4000 characters
     */
    public record DeadLetter(
            String topic, String partition, String offset, Instant at, String reason, String detail, String value) {}

    /** The newest dead letters, newest first. Blocks while Kafka is asked. */
    List<DeadLetter> newest(int limit) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.with(Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            ends.forEach((partition, end) ->
                    consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - limit)));
            List<DeadLetter> letters = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())
                    && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> letters.add(letter(record)));
            }
            return letters.stream()
                    .sorted(Comparator.comparing(DeadLetter::at).reversed())
                    .limit(limit)
                    .toList();
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return topics.stream()
                .map(topic -> topic + ".dlq")
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .collect(Collectors.toList());
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
        String value = record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8);
        return new DeadLetter(
                header(record, "dead-letter-topic").orElse(record.topic()),
                header(record, "dead-letter-partition").orElse(""),
                header(record, "dead-letter-offset").orElse(""),
                Instant.ofEpochMilli(record.timestamp()),
                header(record, DeadLetterTopic.REASON_HEADER).orElse(""),
                header(record, "dead-letter-reason").orElse(""),
                value.length() > LONGEST_VALUE_SHOWN ? value.substring(0, LONGEST_VALUE_SHOWN) + "…" : value);
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }
}
