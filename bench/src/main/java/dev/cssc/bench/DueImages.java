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

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes images due as the trigger service does, and waits until the scan service is done with every one of them. */
final class DueImages {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final ScanServiceRun service;
    private final Wire wire;

    DueImages(ScanServiceRun service) {
        this.service = service;
        this.wire = new Wire(service.kafka());
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
        try (KafkaConsumer<String, String> statuses = wire.from(EventType.IMAGE_STATUS)) {
            Set<String> waiting = new HashSet<>();
            List<ImageDue> due = new ArrayList<>();
            for (String run : runs) {
                for (PinnedImage image : images) {
                    waiting.add(run + " " + image.name());
                    due.add(due(run, image));
                }
            }
            long begin = System.nanoTime();
            wire.send(due);
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
        try (KafkaConsumer<String, String> told = wire.from(EventType.BECAME_FIXABLE)) {
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

    private static ImageDue due(String run, PinnedImage image) {
        return new ImageDue(run, "bench", DueReason.MANUAL, image, image, TagConvention.INCREMENTAL, Optional.empty());
    }
}
