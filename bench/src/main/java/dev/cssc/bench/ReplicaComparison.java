package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The same work for one replica of the scan service, two, and four, over one database and one consumer group. The engine is a stand-in that
 * sleeps, so that more replicas than the machine has cores can show what they add. One workflow is huge; two small ones come behind it when
 * it is under way, one of them with a registry of its own.
 */
final class ReplicaComparison {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final String HUGE = "huge";
    private static final int SMALL_PART = 20;
    private static final int WARM_UP = 4;

    private final Scratch scratch;
    private final int images;
    private final Duration takes;
    private final Consumer<String> remark;

    /**
     * @param images of the huge workflow; a small one has a twentieth of them, at least 2
     * @param takes how long the engine sleeps over an image
     */
    ReplicaComparison(Scratch scratch, int images, Duration takes, Consumer<String> remark) {
        this.scratch = scratch;
        this.images = images;
        this.takes = takes;
        this.remark = remark;
    }

    /** Runs it with each number of replicas, in rising order. */
    List<ReplicaRun> runs(List<Integer> replicas) {
        try (StandInRegistry one = StandInRegistry.start();
                StandInRegistry two = StandInRegistry.start();
                ScaleStack stack = ScaleStack.start(scratch.resolve("replicas"))) {
            Map<String, String> settings = settings(one, two);
            List<ReplicaRun> runs = new ArrayList<>();
            for (int wanted : replicas) {
                remark.accept("Starting the scan service, replicas in all: " + wanted + " …");
                stack.start(IntStream.rangeClosed(stack.services().size() + 1, wanted)
                        .mapToObj(number -> replica(number, settings))
                        .toList());
                Round round = new Round(stack, "replicas-" + wanted);
                round.judge(Map.of("warm-up", one.fill(round.name + "/warm-up", wanted * WARM_UP)), Map.of());
                remark.accept("Judging " + images + " images and a few with " + wanted
                        + (wanted == 1 ? " replica …" : " replicas …"));
                int small = Math.max(2, images / SMALL_PART);
                Map<String, List<PinnedImage>> behind = new LinkedHashMap<>();
                behind.put("small", one.fill(round.name + "/small", small));
                behind.put("small-elsewhere", two.fill(round.name + "/small-elsewhere", small));
                runs.add(round.judge(Map.of(HUGE, one.fill(round.name + "/huge", images)), behind));
            }
            return runs;
        }
    }

    private Map<String, String> settings(StandInRegistry one, StandInRegistry two) {
        Map<String, String> settings =
                new LinkedHashMap<>(StandInTrivy.in(scratch, "stand-in-trivy-of-replicas", takes, false)
                        .settings());
        settings.putAll(one.settings("ONE"));
        settings.putAll(two.settings("TWO"));
        return settings;
    }

    private ScaleStack.Wanted replica(int number, Map<String, String> settings) {
        String name = "scan-service-" + number;
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.put("CSSC_SCAN_WORK_DIRECTORY", scratch.resolve(name).toString());
        return new ScaleStack.Wanted("scan-service", name, own);
    }

    /** One measurement: what was said, and when the last word about each image was heard. */
    private static final class Round {
        private final ScaleStack stack;
        private final String name;
        private final Map<String, List<Double>> ends = new LinkedHashMap<>();
        private final Map<String, String> waiting = new LinkedHashMap<>();
        private long begin;

        Round(ScaleStack stack, String name) {
            this.stack = stack;
            this.name = name;
        }

        /** Has the first ones judged, and those behind them from the moment on when one of the first was judged. */
        ReplicaRun judge(Map<String, List<PinnedImage>> first, Map<String, List<PinnedImage>> behind) {
            ends.clear();
            List<Double> before = judgedByReplica();
            try (KafkaConsumer<String, String> statuses = stack.wire().from(EventType.IMAGE_STATUS)) {
                begin = System.nanoTime();
                send(first);
                double sent = 0;
                boolean allSent = behind.isEmpty();
                while (!waiting.isEmpty()) {
                    hear(statuses);
                    if (!allSent && !ends.values().stream().allMatch(List::isEmpty)) {
                        sent = seconds();
                        send(behind);
                        allSent = true;
                    }
                }
                return result(before, sent);
            }
        }

        private void send(Map<String, List<PinnedImage>> workflows) {
            List<ImageDue> due = new ArrayList<>();
            workflows.forEach((workflow, all) -> {
                ends.put(workflow, new ArrayList<>());
                for (PinnedImage image : all) {
                    waiting.put(image.name(), workflow);
                    due.add(new ImageDue(
                            name + "-" + workflow,
                            workflow,
                            DueReason.MANUAL,
                            image,
                            image,
                            TagConvention.INCREMENTAL,
                            Optional.empty()));
                }
            });
            stack.wire().send(due);
        }

        private void hear(KafkaConsumer<String, String> statuses) {
            if (seconds() > LIMIT.toSeconds()) {
                throw new CliException(waiting.size() + " images were not judged within " + LIMIT.toMinutes()
                        + " minutes. The ends of the services' logs:\n" + stack.endOfLogs());
            }
            for (ConsumerRecord<String, String> record : statuses.poll(Duration.ofMillis(50))) {
                ImageStatus status = EventCodec.read(record.value(), ImageStatus.class);
                String workflow = status.state().terminal()
                        ? waiting.remove(status.image().name())
                        : null;
                if (workflow == null) {
                    continue;
                }
                if (status.state() != ImageLifecycle.State.CLEAN) {
                    throw new CliException(status.image().name() + " came to " + status.state() + " instead of CLEAN"
                            + status.detail().map(why -> ": " + why).orElse("") + ". Nothing was measured.");
                }
                ends.computeIfAbsent(workflow, none -> new ArrayList<>()).add(seconds());
            }
        }

        private double seconds() {
            return (System.nanoTime() - begin) / 1e9;
        }

        private ReplicaRun result(List<Double> before, double sent) {
            int images = ends.values().stream().mapToInt(List::size).sum();
            List<Double> after = judgedByReplica();
            // A replica counts a job when it has told of it.
            for (int look = 0; look < 50 && sum(after) - sum(before) < images; look++) {
                ScaleStack.pause(100);
                after = judgedByReplica();
            }
            List<Double> counted = after;
            double seconds =
                    ends.values().stream().mapToDouble(List::getLast).max().orElse(0);
            return new ReplicaRun(
                    stack.services().size(),
                    seconds,
                    IntStream.range(0, counted.size())
                            .mapToObj(i -> Math.round(counted.get(i) - before.get(i)))
                            .toList(),
                    ends.entrySet().stream()
                            .map(of -> new ReplicaRun.Share(
                                    of.getKey(), of.getKey().equals(HUGE) ? 0 : sent, of.getValue()))
                            .collect(Collectors.toList()));
        }

        private static double sum(List<Double> numbers) {
            return numbers.stream().mapToDouble(number -> number).sum();
        }

        private List<Double> judgedByReplica() {
            return stack.services().stream()
                    .map(service -> new ServiceFigures(service)
                            .metric("cssc_job_seconds_count", "kind=\"scan\"", "ending=\"done\""))
                    .toList();
        }
    }
}
