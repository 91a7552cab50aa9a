package dev.cssc.common.trace;

import dev.cssc.common.event.EventType;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.job.ScriptedHandler;
import dev.cssc.common.outbox.CancelledRunIntake;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import static org.awaitility.Awaitility.await;

/** An event that becomes a job, which runs a child and tells another event: with traces on and off. */
abstract class TracedWorkBase {
    static final String TOPIC = EventType.RUN_CANCELLED.topic();

    @Inject
    Outbox outbox;

    @Inject
    Transactions transactions;

    @Inject
    Traces traces;

    @Inject
    CancelledRunIntake intake;

    @Inject
    ScriptedHandler handler;

    @Inject
    JobWorker worker;

    @Inject
    ProcessRunner processes;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @TempDir
    Path directory;

    final String run = "run-" + UUID.randomUUID();
    final AtomicReference<String> environment = new AtomicReference<>("");

    /** Has the job about this run write down the environment of a child, and tell that the run behind it is cancelled. */
    void script() {
        handler.script(run, this::work);
    }

    private Effect work(Job job) {
        environment.set(processes
                .run(new Command(
                        List.of("/usr/bin/env"), Map.of("GIVEN", "1"), directory, Duration.ofSeconds(20), 10_000))
                .stdoutTail(10_000));
        return tx -> outbox.append(tx, 1, new RunCancelled(after(), "w"));
    }

    String after() {
        return run + "/after";
    }

    /** Waits for the event, and has the job done that it leads to. */
    void workOnWhatComes() {
        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(run));
        worker.runDue();
        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(after()));
    }

    void produce(Map<String, String> headers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> event = new ProducerRecord<>(
                    TOPIC, run, "{\"run\": \"%s\", \"workflow\": \"%s\"}".formatted(run, CancelledRunIntake.WORKS));
            headers.forEach((k, v) -> event.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
            producer.send(event);
            producer.flush();
        }
    }

    /** The only event of that run. */
    ConsumerRecord<String, String> sent(String ofRun) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found.stream().filter(r -> r.key().equals(ofRun)).findFirst().orElseThrow();
        }
    }

    static String header(ConsumerRecord<?, ?> event, String name) {
        Header header = event.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
