package dev.cssc.scan.service;

import dev.cssc.common.event.Event;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Any Kafka client: says and hears what travels on the topics. */
public final class Wire {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final String kafka;

    public Wire(String kafka) {
        this.kafka = kafka;
    }

    /** Says an event as a service of ours does; the same id each time. */
    void say(Event event) {
        say(
                event.type().topic(),
                EventCodec.write(event),
                Map.of(
                        "ce_id",
                        UUID.nameUUIDFromBytes(EventCodec.write(event).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        "ce_source",
                        "/cssc/test",
                        "ce_type",
                        event.type().cloudEventType()));
    }

    /** Says anything. */
    void say(String topic, String value, Map<String, String> headers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> message = new ProducerRecord<>(topic, "key", value);
            headers.forEach((name, text) -> message.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(message);
        }
    }

    /** Says all of these at once, to one partition. */
    void sayAll(String topic, List<String> values) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", "100"),
                new StringSerializer(),
                new StringSerializer())) {
            values.forEach(value -> producer.send(new ProducerRecord<>(topic, "key", value)));
        }
    }

    /** The states of the image so far, each once. */
    List<ImageStatus> statuses(String image) {
        return records(EventType.IMAGE_STATUS.topic()).stream()
                .map(record -> EventCodec.read(record.value(), ImageStatus.class))
                .filter(status -> status.image().name().equals(image))
                .toList();
    }

    /** Waits until the image's way in this service has come to such a state. */
    ImageStatus awaitStatus(String image, Predicate<ImageStatus> wanted) {
        List<ImageStatus> found = new ArrayList<>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<ImageStatus> statuses = statuses(image);
            assertThat(statuses).as("statuses of %s", image).anyMatch(wanted);
            found.addAll(statuses.stream().filter(wanted).toList());
        });
        return found.getFirst();
    }

    /** Waits for exactly one event about the image. */
    <E extends ImageEvent> E awaitEvent(EventType type, Class<E> form, String image) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events(type, form, image))
                        .as("%s of %s", type, image)
                        .isNotEmpty());
        assertThat(events(type, form, image)).hasSize(1);
        return events(type, form, image).getFirst();
    }

    /** The events about the image so far. */
    <E extends ImageEvent> List<E> events(EventType type, Class<E> form, String image) {
        return records(type.topic()).stream()
                .filter(record -> image.equals(record.key()))
                .map(record -> EventCodec.read(record.value(), form))
                .toList();
    }

    /** Everything on the topic up to now. */
    public List<ConsumerRecord<String, String>> records(String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "allow.auto.create.topics", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }
}
