package dev.cssc.common.outbox;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.Assertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
class OutboxAndIntakeTest {
    private static final String TOPIC = EventType.RUN_CANCELLED.topic();

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    Transactions transactions;

    @Inject
    CancelledRunIntake intake;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final String run = "run-" + UUID.randomUUID();

    @Test
    void anAppendedEventIsSentAsACloudEventAndHandledOnce() {
        transactions.await(tx -> outbox.append(tx, 1, new RunCancelled(run, "w")));

        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(run));
        ConsumerRecord<String, String> sent = records(TOPIC).stream()
                .filter(r -> r.value().contains(run))
                .findFirst()
                .orElseThrow();
        assertThat(sent.key()).isEqualTo(run);
        assertThat(header(sent, "ce_type")).isEqualTo(EventType.RUN_CANCELLED.cloudEventType());
        assertThat(header(sent, "ce_source")).isEqualTo("/cssc/work-test");
        assertThat(header(sent, "ce_id"))
                .isEqualTo(Outbox.identity(new RunCancelled(run, "w"), 1).toString());
        assertThat(header(sent, "ce_specversion")).isEqualTo("1.0");
    }

    @Test
    void anEventOfARolledBackTransactionIsNeverSent() {
        Assertions.assertThatThrownBy(() ->
                        transactions.<Void>await(tx -> outbox.append(tx, 1, new RunCancelled(run, "w"))
                                .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back")))))
                .hasMessageContaining("rolled back");

        String later = "later-" + run;
        transactions.await(tx -> outbox.append(tx, 1, new RunCancelled(later, "w")));
        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(later));
        assertThat(intake.handled()).doesNotContain(run);
    }

    @Test
    void aReplayedEventIsHandledOnce() {
        // The same cause gone through twice has the same id.
        transactions.await(tx -> outbox.append(tx, 1, new RunCancelled(run, "w"), new RunCancelled(run, "w")));
        transactions.await(tx -> outbox.append(tx, 2, new RunCancelled(run, "w")));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> intake.handled().stream().filter(run::equals).count() == 2);
        assertThat(records(TOPIC).stream().filter(r -> r.value().contains(run))).hasSize(3);
    }

    @Test
    void whatIsNotUnderstoodGoesToTheDeadLetterTopicAndItsNeighboursGoOn() {
        produce("not json at all " + run, Map.of());
        produce("{\"run\": 7, \"workflow\": [\"" + run + "\"]}", Map.of());
        produce(
                "{\"run\": \"x" + run + "\", \"workflow\": \"w\"}",
                Map.of("ce_type", EventType.PATCHED.cloudEventType()));
        produce("{\"run\": \"" + run + "\", \"workflow\": \"w\"}", Map.of());

        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(run));
        List<ConsumerRecord<String, String>> dead = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            dead.clear();
            records(EventType.RUN_CANCELLED.deadLetterTopic()).stream()
                    .filter(r -> r.value().contains(run))
                    .forEach(dead::add);
            return dead.size() == 3;
        });
        assertThat(dead).allSatisfy(r -> {
            assertThat(header(r, DeadLetterTopic.REASON_HEADER)).isEqualTo("EVENT_INVALID");
            assertThat(header(r, "dead-letter-reason")).contains("EVENT_INVALID");
            assertThat(header(r, "dead-letter-topic")).isEqualTo(TOPIC);
        });
    }

    @Test
    void aStructuredCloudEventIsUnderstoodToo() {
        produce(
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/elsewhere/%s\",\"type\":\"%s\",\"data\":{\"run\":\"%s\",\"workflow\":\"w\"}}"
                        .formatted(run, EventType.RUN_CANCELLED.cloudEventType(), run),
                Map.of("content-type", "application/cloudevents+json; charset=utf-8"));

        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(run));
    }

    @Test
    void aRowThatKafkaRefusesIsParkedAndBlocksNoOther() {
        transactions.await(tx -> tx.statement(
                        "insert into outbox (id, topic, key, type, value) values (gen_random_uuid(), 'no such topic!', 'k', 't', '{}')")
                .executeUpdate());
        transactions.await(tx -> outbox.append(tx, 1, new RunCancelled(run, "w")));

        await().atMost(Duration.ofSeconds(40)).until(() -> intake.handled().contains(run));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> transactions.<Long>await(tx -> tx.column(
                                        "select count(*) from outbox where parked is not null and type = 't'",
                                        Long.class)
                                .getSingleResult())
                        == 1);
    }

    @Test
    void anImageWhoseEventKafkaNeverTakesEndsAsFailed() {
        VulnsFound event = new VulnsFound(
                run,
                "w",
                new PinnedImage(new Repository("r", "x"), new Tag("1"), Digest.of("s")),
                new PinnedImage(new Repository("r", "x"), new Tag("1"), Digest.of("s")),
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(),
                new Scanner("s", "1", "d"));
        transactions.await(tx -> tx.statement(
                        "insert into outbox (id, topic, key, type, value) values (gen_random_uuid(), 'no such topic!', 'k', :type, :value)")
                .setParameter("type", event.type().cloudEventType())
                .setParameter("value", EventCodec.write(event))
                .executeUpdate());

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(records(EventType.IMAGE_STATUS.topic()).stream()
                                .filter(r -> r.value().contains(run)))
                        .singleElement()
                        .satisfies(r -> assertThat(r.value()).contains("FAILED", "KAFKA_REFUSED")));
    }

    @Test
    void anImageWhoseEventCannotBeHandledEndsAsFailedToo() {
        produce(
                "cssc.vulns-found",
                EventCodec.write(new VulnsFound(
                        run,
                        CancelledRunIntake.UNBEARABLE,
                        new PinnedImage(new Repository("r", "x"), new Tag("1"), Digest.of("s")),
                        new PinnedImage(new Repository("r", "x"), new Tag("1"), Digest.of("s")),
                        TagConvention.INCREMENTAL,
                        Optional.empty(),
                        List.of(),
                        new Scanner("s", "1", "d"))),
                Map.of());

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(records(EventType.IMAGE_STATUS.topic()).stream()
                                .filter(r -> r.value().contains(run)))
                        .singleElement()
                        .satisfies(r -> assertThat(r.value()).contains("FAILED", "INTERNAL")));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(records(EventType.VULNS_FOUND.deadLetterTopic()).stream()
                                .filter(r -> r.value().contains(run)))
                        .hasSize(1));
    }

    @Test
    void twoRelaysAtOnceSendNothingTwice() throws Exception {
        int count = 200;
        transactions.await(tx -> outbox.append(
                tx,
                1,
                IntStream.range(0, count)
                        .mapToObj(i -> new RunCancelled(run + "/" + i, "w"))
                        .toArray(RunCancelled[]::new)));

        try (var threads = java.util.concurrent.Executors.newFixedThreadPool(2)) {
            threads.submit(relay::relayOnce);
            threads.submit(relay::relayOnce);
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        intake.handled().stream().filter(r -> r.startsWith(run)).count() == count);
        assertThat(records(TOPIC).stream().filter(r -> r.value().contains(run))).hasSize(count);
    }

    private void produce(String value, Map<String, String> headers) {
        produce(TOPIC, value, headers);
    }

    private void produce(String topic, String value, Map<String, String> headers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(topic, run, value);
            headers.forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
            producer.send(record);
            producer.flush();
        }
    }

    /** All that lies on the topic now. */
    private List<ConsumerRecord<String, String>> records(String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
