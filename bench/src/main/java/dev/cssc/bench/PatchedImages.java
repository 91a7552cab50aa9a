package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.TagConvention;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Has images patched: has each scanned first, as every image is that something was found in, tells the patch service what was found, as the
 * scan service does, and waits until each patch is published.
 */
final class PatchedImages {
    private static final Duration LIMIT = Duration.ofMinutes(60);

    private final PatchServices services;
    private final Wire wire;

    PatchedImages(PatchServices services) {
        this.services = services;
        this.wire = new Wire(services.kafka());
    }

    /**
     * What came of them.
     *
     * @param seconds from before the first was told to the last published patch
     * @param patched one an image, in the order of their publishing
     */
    record Outcome(double seconds, List<Patched> patched) {
        Outcome {
            patched = List.copyOf(patched);
        }

        /** Those whose layers were taken over. */
        long grafted() {
            return patched.stream().filter(p -> !p.grafts().isEmpty()).count();
        }
    }

    /** Has one image judged and patched, and answers what was found in it. */
    PlatformFindings judged(PinnedImage image) {
        try (KafkaConsumer<String, String> found = wire.from(EventType.VULNS_FOUND);
                KafkaConsumer<String, String> patched = wire.from(EventType.PATCHED);
                KafkaConsumer<String, String> statuses = wire.from(EventType.IMAGE_STATUS)) {
            wire.send(List.of(new ImageDue(
                    "warm", "bench", DueReason.MANUAL, image, image, TagConvention.INCREMENTAL, Optional.empty())));
            await(patched, statuses, new HashSet<>(Set.of("warm " + image.name())), System.nanoTime());
            for (ConsumerRecord<String, String> record : found.poll(Duration.ofSeconds(10))) {
                return EventCodec.read(record.value(), VulnsFound.class)
                        .platforms()
                        .getFirst();
            }
            throw new CliException("The scan service found nothing in " + image.name() + ". Nothing was measured.");
        }
    }

    /**
     * Has the images scanned, and then patched in one run. Only patching takes its time: a loop is told what to raise as well.
     *
     * @param found what was found in an image like them
     * @param each how it differs in that image
     */
    Outcome patch(
            String run, List<PinnedImage> images, PlatformFindings found, List<UnaryOperator<PlatformFindings>> each) {
        List<VulnsFound> all = new ArrayList<>();
        Set<String> waiting = new HashSet<>();
        for (int i = 0; i < images.size(); i++) {
            PinnedImage image = images.get(i);
            PlatformFindings own = each.get(i).apply(found);
            all.add(new VulnsFound(
                    run,
                    "bench",
                    image,
                    image,
                    TagConvention.INCREMENTAL,
                    Optional.empty(),
                    List.of(new PlatformFindings(
                            own.platform(), image.digest(), own.os(), own.packages(), own.inventory())),
                    new Scanner("bench", "1", run)));
            waiting.add(run + " " + image.name());
        }
        scan("before-" + run, images, found);
        try (KafkaConsumer<String, String> patched = wire.from(EventType.PATCHED);
                KafkaConsumer<String, String> statuses = wire.from(EventType.IMAGE_STATUS)) {
            long begin = System.nanoTime();
            wire.send(all);
            return await(patched, statuses, waiting, begin);
        }
    }

    /** Has the images scanned by criteria under which nothing that is found counts, so that nobody patches them. */
    private void scan(String run, List<PinnedImage> images, PlatformFindings found) {
        List<IgnoredVulnerability> all = found.packages().stream()
                .flatMap(wanted -> wanted.vulnerabilities().stream())
                .map(Vulnerability::id)
                .distinct()
                .map(id -> new IgnoredVulnerability(id, Optional.empty(), "", Optional.empty()))
                .toList();
        Optional<Criteria> nothing = Optional.of(new Criteria(Optional.empty(), all, List.of()));
        List<ImageDue> due = images.stream()
                .map(image ->
                        new ImageDue(run, "bench", DueReason.MANUAL, image, image, TagConvention.INCREMENTAL, nothing))
                .toList();
        Set<String> waiting =
                new HashSet<>(images.stream().map(PinnedImage::name).toList());
        try (KafkaConsumer<String, String> statuses = wire.from(EventType.IMAGE_STATUS)) {
            long begin = System.nanoTime();
            wire.send(due);
            while (!waiting.isEmpty()) {
                requireTime(begin, waiting.size() + " images were not scanned");
                for (ConsumerRecord<String, String> record : statuses.poll(Duration.ofMillis(100))) {
                    ImageStatus status = EventCodec.read(record.value(), ImageStatus.class);
                    if (!status.run().equals(run) || !status.state().terminal()) {
                        continue;
                    }
                    if (status.state() != ImageLifecycle.State.CLEAN) {
                        throw failed(described(status));
                    }
                    waiting.remove(status.image().name());
                }
            }
        }
    }

    /** The same findings in an image that shares its packages with none. */
    static UnaryOperator<PlatformFindings> alone(String name, List<PackageUpgrade> packages) {
        return found -> new PlatformFindings(found.platform(), found.manifest(), found.os(), packages, Digest.of(name));
    }

    private Outcome await(
            KafkaConsumer<String, String> patched,
            KafkaConsumer<String, String> statuses,
            Set<String> waiting,
            long begin) {
        List<Patched> all = new ArrayList<>();
        double seconds = 0;
        while (!waiting.isEmpty()) {
            requireTime(begin, waiting.size() + " images were not patched");
            for (ConsumerRecord<String, String> record : patched.poll(Duration.ofMillis(100))) {
                Patched one = EventCodec.read(record.value(), Patched.class);
                if (waiting.remove(one.run() + " " + one.source().name())) {
                    all.add(one);
                }
                seconds = (System.nanoTime() - begin) / 1e9;
            }
            for (ConsumerRecord<String, String> record : statuses.poll(Duration.ofMillis(1))) {
                ImageStatus status = EventCodec.read(record.value(), ImageStatus.class);
                boolean otherwise = status.state().terminal() && status.state() != ImageLifecycle.State.PATCHED;
                if (otherwise
                        && waiting.contains(status.run() + " " + status.image().name())) {
                    throw failed(described(status));
                }
            }
        }
        return new Outcome(seconds, all);
    }

    private void requireTime(long begin, String what) {
        if (System.nanoTime() - begin > LIMIT.toNanos()) {
            throw failed(what + " within " + LIMIT.toMinutes() + " minutes");
        }
    }

    private static String described(ImageStatus status) {
        return status.image().name() + " came to " + status.state() + " "
                + status.reason().map(Enum::name).orElse("") + " "
                + status.detail().orElse("");
    }

    private CliException failed(String why) {
        return new CliException(
                why + ". Nothing was measured. The end of the services' logs:\n" + services.endOfLogs());
    }
}
