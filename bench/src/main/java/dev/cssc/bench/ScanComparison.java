package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
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
    /** Images that a service has scanned before it is measured: so many until its code is compiled, as it is where it runs for weeks. */
    static final int WARM_UP = 600;

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
    private final Path program;
    private final String registry;
    private final ScanImages images;
    private final AdvisoryDatabase database;
    private final Size size;
    private final Consumer<String> remark;

    ScanComparison(
            Scratch scratch, Path program, String registry, ScanImages images, Size size, Consumer<String> remark) {
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
        List<Double> oneWorker = new ArrayList<>();
        List<Double> loop = new ArrayList<>();
        try (ScanServiceRun service = service("one-worker", 1)) {
            DueImages due = warm(service, "warm-1");
            List<Double> again = new ArrayList<>();
            List<Double> loopAgain = new ArrayList<>();
            List<PinnedImage> newest = List.of();
            for (int round = 0; round < size.rounds(); round++) {
                remark.accept("Round " + (round + 1) + " of " + size.rounds() + ": images not seen before …");
                List<PinnedImage> fresh = images.push("cold" + round, size.images());
                newest = fresh;
                oneWorker.add(seconds(due, fresh, "cold" + round, 1));
                loop.add(loop(fresh, true));
                remark.accept("Round " + (round + 1) + " of " + size.rounds() + ": the same again …");
                again.add(seconds(due, fresh, "unchanged" + round, size.repetitions()));
                loopAgain.add(loop(fresh, false));
            }
            rows.add(BenchResult.Row.ofRounds(
                    "cold",
                    oneWorker,
                    loop,
                    "shell loop of 'trivy image', its cache empty at first and kept from image to image; ours with one"
                            + " worker, as the loop has"));
            rows.add(BenchResult.Row.ofRounds(
                    "unchanged",
                    again,
                    loopAgain,
                    "the same loop once more, its cache warm; ours: each image due in " + size.repetitions()
                            + " runs, the time of all divided by their number"));
            rows.add(databaseChanged(service, due, newest));
        }
        rows.add(twoWorkers());
        return rows;
    }

    /** Once only: what is judged again is all that the rounds before have left. */
    private BenchResult.Row databaseChanged(ScanServiceRun service, DueImages due, List<PinnedImage> newest) {
        int sets = Math.max(size.sets(), WARM_UP + size.rounds() * size.images());
        furtherSets(due, sets - WARM_UP - size.rounds() * size.images());
        remark.accept("One advisory more, and " + sets + " images to judge again …");
        AdvisoryDatabase later = ScanImages.oneAdvisoryLater(database);
        double processor = service.processorSeconds();
        double ours = due.becameFixable(() -> later.push(registry, DATABASE, DATABASE_TAG), sets);
        double perCore = sets / (service.processorSeconds() - processor);
        Path cache = scratch.resolve("loop");
        later.writeTo(cache);
        double theirs = loop(newest, false);
        return new BenchResult.Row(
                "database-changed",
                ours / sets,
                theirs,
                "the same loop with the newer database, its cache warm; ours: from publishing the database to the word that"
                        + " all " + sets
                        + " images can be fixed now, which takes fetching and trying it and starting a Trivy"
                        + " server too; " + Math.round(sets / ours) + " package sets a second, and "
                        + Math.round(perCore) + " a second of processor time of the service and Trivy");
    }

    /** Scanned by ours only: what is measured with them is the change that follows. */
    private void furtherSets(DueImages due, int sets) {
        for (int from = 0; from < sets; from += AT_ONCE) {
            remark.accept("Scanning images for more package sets: " + from + " of " + sets + " …");
            String name = "more" + from;
            due.judge(images.push(name, Math.min(AT_ONCE, sets - from)), List.of(name));
        }
    }

    private BenchResult.Row twoWorkers() {
        List<Double> twoWorkers = new ArrayList<>();
        List<Double> loop = new ArrayList<>();
        try (ScanServiceRun service = service("two-workers", 2)) {
            DueImages due = warm(service, "warm-2");
            for (int round = 0; round < size.rounds(); round++) {
                remark.accept("Round " + (round + 1) + " of " + size.rounds() + ": two workers …");
                List<PinnedImage> fresh = images.push("two" + round, size.images());
                twoWorkers.add(seconds(due, fresh, "two" + round, 1));
                loop.add(loop(fresh, true));
            }
        }
        return BenchResult.Row.ofRounds(
                "cold-2-workers",
                twoWorkers,
                loop,
                "the loop of the row 'cold' on these images; ours with two workers, as many as it has unless something else is"
                        + " configured");
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
        due.judge(images.push(name, WARM_UP), List.of(name));
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
