package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.selection.Plan;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** A service tells of a state. */
    public Uni<Void> told(Tx tx, ImageStatus status) {
        String run = status.run();
        String name = status.image().name();
        return held(
                        tx,
                        run,
                        1,
                        () -> runs.sight(
                                tx, run, status.workflow(), status.image().registry(), status.at()))
                .flatMap(seq -> images.append(tx, List.of(RunEvent.of(seq, status))))
                .chain(() -> images.find(tx, run, name))
                .flatMap(known ->
                        put(tx, known, known.map(image -> image.with(status)).orElseGet(() -> RunImage.of(status))));
    }

    /** The patch service tells of what it published. */
    public Uni<Void> told(Tx tx, Patched result) {
        String run = result.run();
        String registry = result.source().repository().registry();
        return held(tx, run, 0, () -> runs.sight(tx, run, result.workflow(), registry, result.at()))
                .chain(() -> images.find(tx, run, result.source().name()))
                .flatMap(known ->
                        put(tx, known, known.map(image -> image.with(result)).orElseGet(() -> RunImage.of(result))));
    }

    /** Holds the run's row and takes event numbers, after making the run known where it is another producer's. */
    private Uni<Long> held(Tx tx, String run, int numbers, Supplier<Uni<Void>> sight) {
        return runs.takeNumbers(tx, run, numbers)
                .flatMap(last -> last.map(number -> Uni.createFrom().item(number))
                        .orElseGet(() -> sight.get()
                                .chain(() -> runs.takeNumbers(tx, run, numbers))
                                .map(Optional::orElseThrow)));
    }

    private Uni<Void> put(Tx tx, Optional<RunImage> before, RunImage image) {
        meters.moved(tx, before, image);
        Uni<Void> stored = images.put(tx, List.of(image));
        return image.complete() ? stored.chain(() -> runs.finishIfComplete(tx, image.run())) : stored;
    }
}
