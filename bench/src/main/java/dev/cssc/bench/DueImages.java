package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.TagConvention;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes images due as the trigger service does, and waits until the scan service is done with every one of them. */
final class DueImages {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final ScanServiceRun service;

    DueImages(ScanServiceRun service) {
        this.service = service;
    }

    /**
     * What came of them.
     *
     * @param seconds from before the first was said to be due until the last word about the last of them was heard
     * @param ends how many ended how
     */
    record Judged(double seconds, Map<ImageLifecycle.State, Integer> ends) {

        /**
         * @throws CliException where not all of them ended so: then other work was measured than was meant
         */
        Judged all(ImageLifecycle.State wanted) {
            if (!ends.keySet().equals(Set.of(wanted))) {
                throw new CliException("Of the images, all should have come to " + wanted + "; they came to " + ends
                        + ". Nothing was measured.");
            }
            return this;
        }
    }

    /**
     * Makes each image due in each of the runs.
     *
     * @param runs names of runs; one image may be due in several
     */
    Judged judge(List<PinnedImage> images, List<String> runs) {
        try (KafkaConsumer<String, String> statuses = atTheEnd(EventType.IMAGE_STATUS);
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", service.kafka(), "linger.ms", "5"),
                        new StringSerializer(),
                        new StringSerializer())) {
            Set<String> waiting = new HashSet<>();
            for (String run : runs) {
                images.forEach(image -> waiting.add(run + " " + image.name()));
            }
            long begin = System.nanoTime();
            for (String run : runs) {
                for (PinnedImage image : images) {
                    producer.send(due(run, image));
                }
            }
            producer.flush();
            Map<ImageLifecycle.State, Integer> ends = new EnumMap<>(ImageLifecycle.State.class);
            double seconds = await(statuses, waiting, ends, begin);
            return new Judged(seconds, ends);
        }
    }

    /**
     * Has the service find what can be fixed by a newer database, and waits until it has told of that many images.
     *
     * @return seconds from before the database was published
     */
    double becameFixable(Runnable publish, int images) {
        try (KafkaConsumer<String, String> told = atTheEnd(EventType.BECAME_FIXABLE)) {
            Set<String> waiting = new HashSet<>();
            long begin = System.nanoTime();
            publish.run();
            service.refreshDatabase();
            while (waiting.size() < images) {
                if (System.nanoTime() - begin > LIMIT.toNanos()) {
                    throw new CliException("Of " + images + " images " + waiting.size()
                            + " were said to be fixable within " + LIMIT.toMinutes()
                            + " minutes. The end of the service's log:\n" + service.endOfLog());
                }
                for (ConsumerRecord<String, String> record : told.poll(Duration.ofMillis(50))) {
                    EventCodec.read(record.value(), BecameFixable.class)
                            .images()
                            .forEach(affected -> waiting.add(affected.image()));
                }
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private double await(
            KafkaConsumer<String, String> statuses,
            Set<String> waiting,
            Map<ImageLifecycle.State, Integer> ends,
            long begin) {
        double seconds = 0;
        while (!waiting.isEmpty()) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new CliException(waiting.size() + " images were not judged within " + LIMIT.toMinutes()
                        + " minutes. The end of the service's log:\n" + service.endOfLog());
            }
            for (ConsumerRecord<String, String> record : statuses.poll(Duration.ofMillis(200))) {
                ImageStatus status = EventCodec.read(record.value(), ImageStatus.class);
                boolean done = status.state().terminal() || status.state() == ImageLifecycle.State.FIXABLE;
                if (done && waiting.remove(status.run() + " " + status.image().name())) {
                    ends.merge(status.state(), 1, Integer::sum);
                }
            }
            seconds = (System.nanoTime() - begin) / 1e9;
        }
        return seconds;
    }

    private static ProducerRecord<String, String> due(String run, PinnedImage image) {
        ImageDue due =
                new ImageDue(run, "bench", DueReason.MANUAL, image, image, TagConvention.INCREMENTAL, Optional.empty());
        ProducerRecord<String, String> record =
                new ProducerRecord<>(due.type().topic(), due.key(), EventCodec.write(due));
        Map.of(
                        "ce_id",
                                UUID.nameUUIDFromBytes((run + due.key()).getBytes(StandardCharsets.UTF_8))
                                        .toString(),
                        "ce_source", "/cssc/bench",
                        "ce_type", due.type().cloudEventType())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private KafkaConsumer<String, String> atTheEnd(EventType type) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", service.kafka()), new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(type.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy
        return consumer;
    }
}
