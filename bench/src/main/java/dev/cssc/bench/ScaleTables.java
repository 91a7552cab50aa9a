package dev.cssc.bench;

import dev.cssc.cli.output.Table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The result of {@code bench scale} as a person reads it. */
record ScaleTables(ScaleResult result) {
    static final String STAND_INS = "Stand-ins: the scanner is a script that sleeps, the patch engine one that adds an"
            + " empty layer, the registry a program that has its images in memory. Services, broker and database are real.";

    /** What replicas add, or where they were left out, what the load came to. */
    Table summary() {
        if (result.replicas().isEmpty()) {
            return result.load().map(ScaleTables::load).orElseThrow();
        }
        Table table = new Table("REPLICAS", "IMAGES", "SECONDS", "IMAGES/S", "RATIO", "JUDGED BY EACH");
        for (ReplicaRun run : result.replicas()) {
            table.row(
                    String.valueOf(run.replicas()),
                    String.valueOf(run.images()),
                    text(run.seconds()),
                    text(run.rate()),
                    text(result.ratio(run)),
                    run.judged().stream().map(String::valueOf).collect(Collectors.joining(" + ")));
        }
        return table;
    }

    /** All else, by what is to be said above it. */
    Map<String, Table> parts() {
        Map<String, Table> parts = new LinkedHashMap<>();
        if (!result.replicas().isEmpty()) {
            parts.put(
                    "The scanner slept " + result.engine().toMillis()
                            + " ms over each image. Two small workflows became due when the huge one was under way. Seconds"
                            + " from then on; 'meanwhile' is how many images of each were judged while the small ones were"
                            + " under way:",
                    fairness());
        }
        result.load().ifPresent(runs -> {
            if (!result.replicas().isEmpty()) {
                parts.put(
                        "Many images through all three services, one process each: NEW are those that nobody knows, each"
                                + " judged by a process of its own; AGAIN are the same ones when they are due again:",
                        load(runs));
            }
            parts.put(
                    "Memory of each service's process in MB while the images were new; live heap is what a full"
                            + " collection leaves:",
                    memory(runs.fresh()));
        });
        return parts;
    }

    private Table fairness() {
        Table table = new Table(
                "REPLICAS",
                "WORKFLOW",
                "IMAGES",
                "FIRST AFTER s",
                "LAST AFTER s",
                "IN ORDER OF ARRIVAL s",
                "MEANWHILE");
        for (ReplicaRun run : result.replicas()) {
            for (ReplicaRun.Share share : run.shares()) {
                table.row(
                        String.valueOf(run.replicas()),
                        share.workflow(),
                        String.valueOf(share.ends().size()),
                        text(share.firstAfter()),
                        text(share.lastAfter()),
                        text(run.lastInOrderOfArrival(share)),
                        String.valueOf(run.judgedMeanwhile(share)));
            }
        }
        return table;
    }

    private static Table load(ControlPlaneLoad.Runs runs) {
        Table table = new Table("LOAD", "NEW", "AGAIN");
        row(table, runs, "images due", run -> String.valueOf(run.images()));
        row(table, runs, "workflows", run -> String.valueOf(run.workflows()));
        row(table, runs, "all of them due after", run -> text(run.dueAfter()) + " s");
        row(table, runs, "all runs finished after", run -> text(run.seconds()) + " s");
        row(table, runs, "images a second", run -> text(run.rate()));
        row(table, runs, "times ACR's 10 images each 30 s", run -> text(run.timesAcr()));
        row(
                table,
                runs,
                "how they ended",
                run -> run.ends().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(end -> end.getValue() + " " + end.getKey())
                        .collect(Collectors.joining(", ")));
        row(table, runs, "most events that waited in Kafka", run -> String.valueOf(run.mostLag()));
        runs.fresh().processor().keySet().stream()
                .sorted()
                .forEach(service -> row(
                        table,
                        runs,
                        "processor time of " + service,
                        run -> text(run.processor().getOrDefault(service, 0.0) * 1000 / run.images())
                                + " ms an image"));
        return table;
    }

    private static void row(Table table, ControlPlaneLoad.Runs runs, String name, Function<LoadRun, String> figure) {
        table.row(name, figure.apply(runs.fresh()), figure.apply(runs.again()));
    }

    private static Table memory(LoadRun run) {
        Table table = new Table("SERVICE", "MB", "READY", "10 %", "50 %", "END", "GROWTH FROM 10 %");
        run.memory().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(of -> {
            memory(
                    table,
                    of.getKey(),
                    "resident",
                    of.getValue().stream().map(LoadRun.Memory::resident).toList());
            memory(
                    table,
                    of.getKey(),
                    "live heap",
                    of.getValue().stream().map(LoadRun.Memory::liveHeap).toList());
        });
        return table;
    }

    private static void memory(Table table, String service, String what, List<OptionalDouble> points) {
        if (points.size() != LoadRun.POINTS.size()) {
            return; // so few images that they ended between two looks
        }
        List<String> texts = points.stream()
                .map(megabytes ->
                        megabytes.isPresent() ? String.format(Locale.ROOT, "%.0f", megabytes.getAsDouble()) : "-")
                .toList();
        table.row(
                service,
                what,
                texts.get(0),
                texts.get(1),
                texts.get(2),
                texts.get(3),
                growth(points.get(1), points.get(3)));
    }

    private static String growth(OptionalDouble from, OptionalDouble to) {
        return from.isPresent() && to.isPresent()
                ? String.format(Locale.ROOT, "%+.0f", to.getAsDouble() - from.getAsDouble())
                : "-";
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
    }
}
