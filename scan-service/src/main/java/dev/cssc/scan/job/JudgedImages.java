package dev.cssc.scan.job;

import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.advisory.WatchedImage;
import dev.cssc.scan.advisory.WatchedImageStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;

/** What is kept of each image that was judged: it is watched from then on, and its verdict is counted ({@code cssc.scan.verdicts}, by {@code verdict}). */
@ApplicationScoped
public class JudgedImages {

    private final WatchedImageStore watched;
    private final MeterRegistry meters;

    JudgedImages(WatchedImageStore watched, MeterRegistry meters) {
        this.watched = watched;
        this.meters = meters;
    }

    /** Keeps the images with their verdicts. */
    public Uni<Void> keep(Tx tx, Collection<WatchedImage> judged) {
        tx.afterCommit(() -> judged.forEach(image -> meters.counter(
                        "cssc.scan.verdicts", "verdict", image.verdict().name())
                .increment()));
        return watched.keep(tx, judged);
    }
}
