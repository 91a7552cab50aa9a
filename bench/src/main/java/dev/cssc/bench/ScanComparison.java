package dev.cssc.bench;

import dev.cssc.bench.ScanImages.Own;
import dev.cssc.cli.command.CliException;
import dev.cssc.common.embedded.PackagedService;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.image.PinnedImage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The scan service and the shell loop on the same images with the same database, in turn. */
final class ScanComparison {
    /** Images of each kind that a service has judged before it is measured: so many until its code is compiled, as it is where it runs for weeks. */
    static final int WARM_UP = 300;

    private static final int AT_ONCE = 500;
    private static final String DATABASE = "bench/trivy-db";
    private static final String DATABASE_TAG = "2";

    /**
     * How much is measured.
     *
     * @param images in a round
     * @param rounds of which the median counts
     * @param repetitions in how many runs each image is due where nothing changed
     * @param sets package sets that a change of the database has to judge, at least
     */
    record Size(int images, int rounds, int repetitions, int sets) {}

    private final Scratch scratch;
    private final PackagedService program;
    private final String registry;
    private final ScanImages images;
    private final AdvisoryDatabase database;
    private final Size size;
    private final Consumer<String> remark;

    ScanComparison(
            Scratch scratch,
            PackagedService program,
            String registry,
            ScanImages images,
            Size size,
            Consumer<String> remark) {
        this.scratch = scratch;
        this.program = program;
        this.registry = registry;
        this.images = images;
        this.database = images.nothingToPatch();
        this.size = size;
        this.remark = remark;
        scratch.script("trivy-each.sh");
    }

    List<BenchResult.Row> rows() {
        List<BenchResult.Row> rows = new ArrayList<>();
        try (ScanServiceRun service = service("one-worker", 1)) {
            DueImages due = warm(service, "warm-1");
            Cold applications = new Cold(Own.FILES);
            Cold packages = new Cold(Own.PACKAGE);
            List<Double> again = new ArrayList<>();
            List<Double> loopAgain = new ArrayList<>();
            List<PinnedImage> newest = List.of();
            for (int round = 0; round < size.rounds(); round++) {
                say(round, "images not seen before …");
                applications.measure(due, "one" + round);
                newest = packages.measure(due, "one" + round);
                say(round, "the same again …");
                again.add(seconds(due, newest, "unchanged" + round, size.repetitions()));
                loopAgain.add(loop(newest, false));
            }
            rows.add(applications.row(
                    "cold",
                    "shell loop of 'trivy image', its cache empty at first and kept from image to image; ours with one"
                            + " worker, as the loop has"));
            rows.add(packages.row("cold-packages", "the same, each image with a package of its own"));
            rows.add(BenchResult.Row.ofRounds(
                    "unchanged",
                    again,
                    loopAgain,
                    "the loop of the row 'cold-packages' once more, its cache warm; ours: each image due in "
                            + size.repetitions() + " runs, the time of all divided by their number"));
            rows.add(databaseChanged(service, due, newest));
        }
        rows.addAll(twoWorkers());
        return rows;
    }

    private void say(int round, String what) {
        remark.accept("Round " + (round + 1) + " of " + size.rounds() + ": " + what);
    }

    /** Images not seen before, in rounds. */
    private final class Cold {
        private final Own own;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> theirs = new ArrayList<>();

        Cold(Own own) {
            this.own = own;
        }

        List<PinnedImage> measure(DueImages due, String round) {
            List<PinnedImage> fresh = images.push(own, round, size.images());
            ours.add(seconds(due, fresh, own.word() + round, 1));
            theirs.add(loop(fresh, true));
            return fresh;
        }

        BenchResult.Row row(String name, String what) {
            return BenchResult.Row.ofRounds(name, ours, theirs, what);
        }
    }

    /** Once only: what is judged again is all that the rounds before have left. */
    private BenchResult.Row databaseChanged(ScanServiceRun service, DueImages due, List<PinnedImage> newest) {
        int measured = size.rounds() * size.images();
        int further = Math.max(0, size.sets() - WARM_UP - measured);
        furtherSets(due, further);
        int sets = WARM_UP + measured + further;
        int all = sets + WARM_UP + measured;
        remark.accept("One advisory more, and " + all + " images to judge again …");
        AdvisoryDatabase later = ScanImages.oneAdvisoryLater(database);
        double processor = service.processorSeconds();
        double ours = due.becameFixable(() -> later.push(registry, DATABASE, DATABASE_TAG), all);
        double perCore = sets / (service.processorSeconds() - processor);
        Path cache = scratch.resolve("loop");
        later.writeTo(cache);
        double theirs = loop(newest, false);
        return new BenchResult.Row(
                "database-changed",
                ours / sets,
                theirs,
                "the same loop with the newer database, its cache warm; ours, per package set: from publishing the database to the"
                        + " word that all " + all + " images with " + sets
                        + " package sets can be fixed now, which takes fetching and trying it and starting a Trivy server"
                        + " too; " + Math.round(sets / ours) + " package sets a second, and " + Math.round(perCore)
                        + " a second of processor time of the service and Trivy");
    }

    /** Scanned by ours only: what is measured with them is the change that follows. */
    private void furtherSets(DueImages due, int sets) {
        for (int from = 0; from < sets; from += AT_ONCE) {
            remark.accept("Scanning images for more package sets: " + from + " of " + sets + " …");
            String name = "more" + from;
            due.judge(images.push(Own.PACKAGE, name, Math.min(AT_ONCE, sets - from)), List.of(name));
        }
    }

    private List<BenchResult.Row> twoWorkers() {
        Cold applications = new Cold(Own.FILES);
        Cold packages = new Cold(Own.PACKAGE);
        try (ScanServiceRun service = service("two-workers", 2)) {
            DueImages due = warm(service, "warm-2");
            for (int round = 0; round < size.rounds(); round++) {
                say(round, "two workers …");
                applications.measure(due, "two" + round);
                packages.measure(due, "two" + round);
            }
        }
        return List.of(
                applications.row(
                        "cold-2-workers",
                        "the loop of the row 'cold'; ours with two workers, as many as it has unless something else is"
                                + " configured"),
                packages.row("cold-packages-2", "the same, each image with a package of its own"));
    }

    /** With a directory of its own, so that neither finds what the other left. */
    private ScanServiceRun service(String name, int workers) {
        Path directory = scratch.resolve(name);
        Path cache = directory.resolve("trivy");
        database.push(registry, DATABASE, DATABASE_TAG);
        Map<String, String> settings = new HashMap<>();
        settings.put("CSSC_REGISTRIES_BENCH_HOST", registry);
        settings.put("CSSC_REGISTRIES_BENCH_SCHEME", "http");
        settings.put("CSSC_REGISTRIES_BENCH_ALLOW_PRIVATE_ADDRESS", "true");
        settings.put("CSSC_SCAN_TRIVY_CACHE_DIRECTORY", cache.toString());
        settings.put("CSSC_SCAN_TRIVY_DB_REPOSITORY", registry + "/" + DATABASE + ":" + DATABASE_TAG);
        settings.put("CSSC_SCAN_ADVISORY_EVERY", "1s");
        settings.put("CSSC_WORKER_CONCURRENCY", String.valueOf(workers));
        remark.accept("Starting the scan service with " + (workers == 1 ? "one worker" : workers + " workers") + " …");
        return ScanServiceRun.start(program, directory, settings);
    }

    /** What a service that just started still has to load and compile is no matter of this benchmark. */
    private DueImages warm(ScanServiceRun service, String name) {
        DueImages due = new DueImages(service);
        for (Own own : Own.values()) {
            due.judge(images.push(own, name, WARM_UP), List.of(name + own.word()));
        }
        return due;
    }

    private double seconds(DueImages due, List<PinnedImage> judged, String run, int runs) {
        List<String> names =
                IntStream.range(0, runs).mapToObj(number -> run + "-" + number).toList();
        return due.judge(judged, names).all(ImageLifecycle.State.SKIPPED).seconds() / judged.size() / runs;
    }

    /** Seconds an image of the loop; with or without what it knows of layers. */
    private double loop(List<PinnedImage> judged, boolean forgetting) {
        Path cache = scratch.resolve("loop");
        if (forgetting) {
            Scratch.remove(cache);
            database.writeTo(cache);
        }
        Path references = Scratch.write(
                scratch.resolve("references"),
                judged.stream()
                        .map(image -> image.repository() + "@" + image.digest() + "\n")
                        .collect(Collectors.joining()));
        TimedCommand.Outcome outcome = new TimedCommand(
                        scratch.directory(),
                        List.of(
                                "sh",
                                scratch.resolve("trivy-each.sh").toString(),
                                cache.toString(),
                                references.toString()),
                        Map.of())
                .run();
        long found =
                outcome.output().lines().filter(line -> !line.endsWith(" 0")).count();
        if (found != judged.size()) {
            throw new CliException("The loop found vulnerabilities in " + found + " of " + judged.size()
                    + " images only; ours and its are not the same work. Nothing was measured.");
        }
        return outcome.seconds() / judged.size();
    }
}
