package dev.cssc.scan.advisory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.JudgementStore;
import dev.cssc.scan.inventory.Knowledge;
import dev.cssc.scan.inventory.NewestOutcomes;
import dev.cssc.scan.verdict.Counting;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From new judgements of package sets to new verdicts on the watched images that have them, and to the news of those that became fixable.
 * Whether an image was fixable before stands in its row, which is locked from reading it to writing it: it is told once, whoever
 * sweeps, scans or takes over meanwhile.
 */
@ApplicationScoped
class NewVerdicts {

    private final JudgementStore judgements;
    private final WatchedImageStore watched;
    private final NewestOutcomes newest;
    private final Outbox outbox;
    private final Clock clock;
    private final SupportCalendar calendar;

    NewVerdicts(
            JudgementStore judgements,
            WatchedImageStore watched,
            NewestOutcomes newest,
            Outbox outbox,
            Clock clock,
            SupportCalendar calendar) {
        this.judgements = judgements;
        this.watched = watched;
        this.newest = newest;
        this.outbox = outbox;
        this.clock = clock;
        this.calendar = calendar;
    }

    /**
     * Stores the judgements, and what follows from them.
     *
     * @param number the knowledge's
     * @param sets all sets whose images are looked at, those that were judged before included
     * @param scans what was found in those that were not
     */
    Uni<Void> settle(Tx tx, Knowledge knowledge, long number, List<Long> sets, Map<Long, ScanOutcome.Scanned> scans) {
        return judgements
                .keep(tx, number, scans)
                .chain(() -> watched.lockThoseWith(tx, knowledge.scanner().name(), sets))
                .flatMap(images -> newest.of(tx, digests(images), knowledge)
                        .flatMap(outcomes -> note(tx, changes(images, outcomes), knowledge)));
    }

    /**
     * What changes where that image takes the place of another one, or stays in its own.
     *
     * @param before which is locked
     */
    Uni<Optional<Change>> change(Tx tx, WatchedImage before, WatchedImage next, Knowledge knowledge) {
        return newest.of(tx, List.of(next.digest()), knowledge)
                .map(outcomes ->
                        Change.of(before, next, outcomes.getOrDefault(next.digest(), List.of()), counting(next)));
    }

    private static List<Digest> digests(List<WatchedImage> images) {
        return images.stream().map(WatchedImage::digest).distinct().toList();
    }

    private List<Change> changes(List<WatchedImage> images, Map<Digest, List<NewestOutcomes.OfPlatform>> outcomes) {
        List<Change> changes = new ArrayList<>();
        for (WatchedImage image : images) {
            Change.of(image, outcomes.getOrDefault(image.digest(), List.of()), counting(image))
                    .ifPresent(changes::add);
        }
        return changes;
    }

    private Counting counting(WatchedImage image) {
        return Counting.today(Optional.of(image.criteria()), clock, calendar);
    }

    private Uni<Void> note(Tx tx, List<Change> changes, Knowledge knowledge) {
        return watched.judge(tx, changes.stream().map(Change::now).toList()).chain(() -> tell(tx, changes, knowledge));
    }

    /** Tells those who are to be told. */
    Uni<Void> tell(Tx tx, List<Change> changes, Knowledge knowledge) {
        return outbox.appendAll(tx, 1, Change.news(changes, knowledge.scanner()));
    }
}
