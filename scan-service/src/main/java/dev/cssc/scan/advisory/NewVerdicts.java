package dev.cssc.scan.advisory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.advisory.WatchedImageStore.Place;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.JudgementStore;
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
 * What an image was and what could be raised in it before stands in its row, which is locked from reading it to writing it: it is told
 * once, whoever sweeps, scans or takes over meanwhile.
 */
@ApplicationScoped
class NewVerdicts {

    /** Most images of one transaction: a set may be that of thousands. */
    static final int PAGE = 1_000;

    private final Transactions transactions;
    private final JudgementStore judgements;
    private final WatchedImageStore watched;
    private final NewestOutcomes newest;
    private final SweepStore sweeps;
    private final AnnouncementStore announcements;
    private final SweepMeters meters;
    private final Clock clock;
    private final SupportCalendar calendar;

    NewVerdicts(
            Transactions transactions,
            JudgementStore judgements,
            WatchedImageStore watched,
            NewestOutcomes newest,
            SweepStore sweeps,
            AnnouncementStore announcements,
            SweepMeters meters,
            Clock clock,
            SupportCalendar calendar) {
        this.transactions = transactions;
        this.judgements = judgements;
        this.watched = watched;
        this.newest = newest;
        this.sweeps = sweeps;
        this.announcements = announcements;
        this.meters = meters;
        this.clock = clock;
        this.calendar = calendar;
    }

    /**
     * Stores the judgements, and what follows from them: in one transaction where few images have the sets. Where there are more the sets
     * stay marked until the last page of images is done, so that an end in between leaves none out.
     *
     * @param number the knowledge's
     * @param sets all sets whose images are looked at, those that were judged before included: by a database that is in use again, perhaps
     * @param scans what was found in those that were not
     */
    void settle(Knowledge knowledge, long number, List<Long> sets, Map<Long, ScanOutcome.Scanned> scans) {
        Optional<Place> next = transactions.await(tx -> judgements
                .keep(tx, number, scans)
                .chain(() -> judgements.bringBack(tx, number, sets))
                .chain(() -> page(tx, knowledge, sets, Place.START))
                .call(more -> more.isPresent() ? sweeps.unsettled(tx, number, sets) : sweeps.settled(tx, number, sets))
                .invoke(() -> tx.afterCommit(() -> meters.judged(scans.size()))));
        while (next.isPresent()) {
            Place behind = next.get();
            next = transactions.await(tx -> page(tx, knowledge, sets, behind)
                    .call(more -> more.isPresent() ? Uni.createFrom().voidItem() : sweeps.settled(tx, number, sets)));
        }
    }

    /** Looks at the next images; answers behind which place there may be more. */
    Uni<Optional<Place>> page(Tx tx, Knowledge knowledge, List<Long> sets, Place behind) {
        return watched.lockThoseWith(tx, knowledge.scanner().name(), sets, behind, PAGE)
                .flatMap(images -> newest.of(tx, digests(images), knowledge)
                        .flatMap(outcomes -> note(tx, changes(images, outcomes), knowledge))
                        .replaceWith(() -> images.size() < PAGE
                                ? Optional.<Place>empty()
                                : Optional.of(Place.of(images.getLast()))));
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

    /** Has those told who are to be. */
    Uni<Void> tell(Tx tx, List<Change> changes, Knowledge knowledge) {
        return announcements.add(tx, changes, knowledge.scanner());
    }
}
