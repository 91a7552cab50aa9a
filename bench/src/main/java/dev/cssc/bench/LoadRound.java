package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.ImageStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/** One load from its first request to its last finished run. */
final class LoadRound {
    private static final Duration STANDSTILL = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final ScaleStack stack;
    private final KafkaLag lag;
    private final LoadWorkflows workflows;
    private final Supplier<List<String>> start;
    private final LoadWorkflows.Api api;
    private final Set<String> ended = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<ImageLifecycle.State, Integer> ends = new EnumMap<>(ImageLifecycle.State.class);
    private final List<LoadRun.Moment> moments = new ArrayList<>();
    private final Map<String, List<LoadRun.Memory>> memory = new LinkedHashMap<>();
    private final Map<String, Double> processor = new LinkedHashMap<>();
    private long begin;
    private long lastNews;
    private double dueAfter;

    /** @param start makes them due, and answers the runs */
    LoadRound(
            ScaleStack stack,
            KafkaLag lag,
            LoadWorkflows workflows,
            Supplier<List<String>> start,
            LoadWorkflows.Api api) {
        this.stack = stack;
        this.lag = lag;
        this.workflows = workflows;
        this.start = start;
        this.api = api;
    }

    LoadRun measured() {
        try (KafkaConsumer<String, String> statuses = stack.wire().from(EventType.IMAGE_STATUS);
                KafkaConsumer<String, String> due = stack.wire().from(EventType.IMAGE_DUE)) {
            remember();
            stack.processorSeconds().forEach((name, used) -> processor.put(name, -used));
            begin = System.nanoTime();
            lastNews = begin;
            List<String> runs = start.get();
            while (ended.size() < workflows.images()) {
                hear(statuses, due);
                look();
            }
            awaitFinished(runs);
            double seconds = seconds();
            look(seconds);
            stack.processorSeconds().forEach((name, used) -> processor.merge(name, used, Double::sum));
            remember();
            return new LoadRun(workflows.images(), runs.size(), seconds, dueAfter, ends, moments, memory, processor);
        }
    }

    private void hear(KafkaConsumer<String, String> statuses, KafkaConsumer<String, String> due) {
        for (ConsumerRecord<String, String> record : statuses.poll(Duration.ofMillis(200))) {
            ImageStatus status = EventCodec.read(record.value(), ImageStatus.class);
            lastNews = System.nanoTime();
            if (status.state() == ImageLifecycle.State.FAILED) {
                throw new CliException(status.image().name() + " failed: "
                        + status.detail().orElse("") + ". Nothing was measured. The ends of the services' logs:\n"
                        + stack.endOfLogs());
            }
            if (status.state().terminal() && ended.add(status.image().name())) {
                ends.merge(status.state(), 1, Integer::sum);
            }
        }
        if (seen.size() < workflows.images()) {
            due.poll(Duration.ZERO).forEach(record -> seen.add(record.key()));
            dueAfter = seconds();
        }
        if (System.nanoTime() - lastNews > STANDSTILL.toNanos()) {
            throw new CliException("Nothing was heard of " + (workflows.images() - ended.size()) + " images for "
                    + STANDSTILL.toMinutes() + " minutes. The ends of the services' logs:\n" + stack.endOfLogs());
        }
    }

    private void awaitFinished(List<String> runs) {
        long end = System.nanoTime() + STANDSTILL.toNanos();
        for (String run : runs) {
            while (!api.finished(run)) {
                if (System.nanoTime() > end) {
                    throw new CliException("All images of run " + run + " ended, and it is not finished after "
                            + STANDSTILL.toMinutes() + " minutes. The ends of the services' logs:\n"
                            + stack.endOfLogs());
                }
                ScaleStack.pause(200);
            }
        }
    }

    /** Every two seconds, and where a share of the images is reached at which memory is looked at. */
    private void look() {
        double now = seconds();
        if (moments.isEmpty() || now - moments.getLast().second() >= BETWEEN_LOOKS.toMillis() / 1000.0) {
            look(now);
        }
        int points = memory.values().iterator().next().size();
        if (points == 1 && ended.size() >= workflows.images() / 10
                || points == 2 && ended.size() >= workflows.images() / 2) {
            remember();
        }
    }

    private void look(double now) {
        Map<String, Double> resident = new LinkedHashMap<>();
        stack.services()
                .forEach(service -> new ServiceFigures(service)
                        .residentMegabytes()
                        .ifPresent(megabytes -> resident.put(service.name(), megabytes)));
        moments.add(new LoadRun.Moment(now, ended.size(), lag.messages(), resident));
    }

    private void remember() {
        for (ServiceProcess service : stack.services()) {
            ServiceFigures figures = new ServiceFigures(service);
            // Resident first: collecting gives some of it back.
            OptionalDouble resident = figures.residentMegabytes();
            memory.computeIfAbsent(service.name(), name -> new ArrayList<>())
                    .add(new LoadRun.Memory(resident, figures.liveHeapMegabytes()));
        }
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
