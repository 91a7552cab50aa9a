package dev.cssc.scan.job;

import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.advisory.WatchedImage;
import dev.cssc.scan.advisory.WatchedImageStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.UUID;

/** What is kept of each image that was judged: it is watched from then on, and its verdict is counted ({@code cssc.scan.verdicts}, by {@code verdict}). */
@ApplicationScoped
public class JudgedImages {

    private final WatchedImageStore watched;
    private final MeterRegistry meters;

    JudgedImages(WatchedImageStore watched, MeterRegistry meters) {
        this.watched = watched;
        this.meters = meters;
    }

    /** Keeps the images with their verdicts, as they were made due just now. */
    public Uni<Void> keep(Tx tx, Collection<WatchedImage> judged) {
        tx.afterCommit(() -> judged.forEach(this::count));
        return watched.keep(tx, judged);
    }

    /** Keeps the image with its verdict; it was made due when that job was stored. */
    Uni<Void> keep(Tx tx, WatchedImage judged, UUID job) {
        tx.afterCommit(() -> count(judged));
        return watched.keep(tx, judged, job);
    }

    private void count(WatchedImage judged) {
        meters.counter("cssc.scan.verdicts", "verdict", judged.verdict().name()).increment();
    }
}
