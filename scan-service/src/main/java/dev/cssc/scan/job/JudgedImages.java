package dev.cssc.scan.job;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.advisory.SweepStore;
import dev.cssc.scan.advisory.WatchedImage;
import dev.cssc.scan.advisory.WatchedImageStore;
import dev.cssc.scan.inventory.JudgementStore;
import dev.cssc.scan.verdict.VerdictKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** What is kept of each image that was judged: it is watched from then on, and its verdict is counted ({@code cssc.scan.verdicts}, by {@code verdict}). */
@ApplicationScoped
public class JudgedImages {

    private final WatchedImageStore watched;
    private final JudgementStore judgements;
    private final SweepStore sweeps;
    private final MeterRegistry meters;

    JudgedImages(WatchedImageStore watched, JudgementStore judgements, SweepStore sweeps, MeterRegistry meters) {
        this.watched = watched;
        this.judgements = judgements;
        this.sweeps = sweeps;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        for (VerdictKind verdict : VerdictKind.values()) {
            verdicts(verdict);
        }
    }

    /** Keeps the images with their verdicts, as they were made due just now. */
    public Uni<Void> keep(Tx tx, Collection<WatchedImage> judged) {
        tx.afterCommit(() -> judged.forEach(this::count));
        return watched.keep(tx, judged);
    }

    /**
     * Keeps the image with its verdict; it was made due when that job was stored. A scan may take longer than the change of the database and
     * all that follows from it: then the image is looked at once more, by what is known of its packages by now.
     *
     * @param judge by whom
     * @param now who would judge it now; empty where that cannot be told
     */
    Uni<Void> keep(Tx tx, WatchedImage judged, UUID job, Scanner judge, Optional<Scanner> now) {
        tx.afterCommit(() -> count(judged));
        Optional<Scanner> newer = now.filter(known -> !known.knowsWhat(judge));
        return judgements
                .hold(tx, judge.name(), judged.digest())
                .chain(() -> watched.keep(tx, judged, job))
                .chain(() -> newer.map(known -> sweeps.overtaken(tx, judged.digest(), known))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private void count(WatchedImage judged) {
        verdicts(judged.verdict()).increment();
    }

    private Counter verdicts(VerdictKind verdict) {
        return Counter.builder("cssc.scan.verdicts")
                .description("Verdicts by kind")
                .tag("verdict", verdict.name())
                .register(meters);
    }
}
