package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.selection.Plan;
import dev.cssc.common.transaction.OneByOne;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What became of every image of every run. Three services tell of it on two topics, in no given order; each image only moves forward, and
 * a run is over when its last image is. All that is told of one run is taken in one after the other, under the lock of the run's row.
 */
@ApplicationScoped
public class ReadModel {
    private final RunStore runs;
    private final ImageStore images;
    private final ImageMeters meters;

    ReadModel(RunStore runs, ImageStore images, ImageMeters meters) {
        this.runs = runs;
        this.images = images;
        this.meters = meters;
    }

    /**
     * Images of a run of this service are known. To be told in chunks that each find room in memory twice, and {@link #expanded} after all
     * of them, in one transaction.
     */
    public Uni<Void> due(Tx tx, String run, String workflow, List<Plan.In> chunk, Instant at) {
        List<RunImage> due =
                chunk.stream().map(in -> RunImage.due(run, workflow, in, at)).toList();
        return runs.takeNumbers(tx, run, due.size())
                .map(Optional::orElseThrow)
                .flatMap(last -> images.put(tx, due).chain(() -> images.append(tx, numbered(last, due))));
    }

    /** All images of a run of this service are known. */
    public Uni<Void> expanded(Tx tx, String run, Expansion expansion) {
        return runs.expanded(tx, run, expansion.selection());
    }

    private static List<RunEvent> numbered(long last, List<RunImage> due) {
        return IntStream.range(0, due.size())
                .mapToObj(i -> RunEvent.of(last - due.size() + 1 + i, due.get(i)))
                .toList();
    }

    /**
     * Services tell of states, in the order in which they were received: with few statements for many. Runs are held in the order of their
     * ids, so that no two replicas wait for each other at once.
     */
    public Uni<Void> told(Tx tx, List<ImageStatus> statuses) {
        SortedMap<String, List<ImageStatus>> byRun =
                statuses.stream().collect(Collectors.groupingBy(ImageStatus::run, TreeMap::new, Collectors.toList()));
        return OneByOne.each(byRun.entrySet(), of -> toldOfRun(tx, of.getKey(), of.getValue()));
    }

    private Uni<Void> toldOfRun(Tx tx, String run, List<ImageStatus> statuses) {
        ImageStatus first = statuses.getFirst();
        return held(
                        tx,
                        run,
                        statuses.size(),
                        () -> runs.sight(
                                tx, run, first.workflow(), first.image().registry(), first.at()))
                .flatMap(last -> images.append(
                        tx,
                        IntStream.range(0, statuses.size())
                                .mapToObj(i -> RunEvent.of(last - statuses.size() + 1 + i, statuses.get(i)))
                                .toList()))
                .chain(() -> images.find(tx, run, names(statuses)))
                .flatMap(known -> put(tx, run, known, after(known, statuses)));
    }

    private static Set<String> names(List<ImageStatus> statuses) {
        return statuses.stream().map(status -> status.image().name()).collect(Collectors.toSet());
    }

    /** The images that the statuses are about, as they are after all of them. */
    private static Map<String, RunImage> after(Map<String, RunImage> known, List<ImageStatus> statuses) {
        Map<String, RunImage> now = new LinkedHashMap<>(known);
        statuses.forEach(status -> now.compute(
                status.image().name(), (name, image) -> image == null ? RunImage.of(status) : image.with(status)));
        return now;
    }

    /** The patch service tells of what it published. */
    public Uni<Void> told(Tx tx, Patched result) {
        String run = result.run();
        String name = result.source().name();
        String registry = result.source().repository().registry();
        return held(tx, run, 0, () -> runs.sight(tx, run, result.workflow(), registry, result.at()))
                .chain(() -> images.find(tx, run, Set.of(name)))
                .flatMap(known -> put(
                        tx,
                        run,
                        known,
                        Map.of(
                                name,
                                Optional.ofNullable(known.get(name))
                                        .map(image -> image.with(result))
                                        .orElseGet(() -> RunImage.of(result)))));
    }

    /** Holds the run's row and takes event numbers, after making the run known where it is another producer's. */
    private Uni<Long> held(Tx tx, String run, int numbers, Supplier<Uni<Void>> sight) {
        return runs.takeNumbers(tx, run, numbers)
                .flatMap(last -> last.map(number -> Uni.createFrom().item(number))
                        .orElseGet(() -> sight.get()
                                .chain(() -> runs.takeNumbers(tx, run, numbers))
                                .map(Optional::orElseThrow)));
    }

    private Uni<Void> put(Tx tx, String run, Map<String, RunImage> before, Map<String, RunImage> now) {
        now.forEach((name, image) -> meters.moved(tx, Optional.ofNullable(before.get(name)), image));
        Uni<Void> stored = images.put(tx, List.copyOf(now.values()));
        return now.values().stream().anyMatch(RunImage::complete)
                ? stored.chain(() -> runs.finishIfComplete(tx, run))
                : stored;
    }
}
