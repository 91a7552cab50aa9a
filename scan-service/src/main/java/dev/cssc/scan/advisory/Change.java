package dev.cssc.scan.advisory;

import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.NewestOutcomes.OfPlatform;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verdict.Fixes;
import dev.cssc.scan.verdict.Verdict;
import dev.cssc.scan.verdict.VerdictKind;
import dev.cssc.scan.verdict.Verdicts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A name under which something else is known than before: another verdict, another fix, or another image; pure.
 *
 * @param before as it was judged last
 * @param now as it is judged now
 * @param fresh what can be raised now and could not be when the name was judged, or told of, before
 */
record Change(WatchedImage before, WatchedImage now, Fixes fresh) {

    /** What changed of the image; as {@link #of(WatchedImage, WatchedImage, List, Counting)}. */
    static Optional<Change> of(WatchedImage image, List<OfPlatform> platforms, Counting counting) {
        return of(image, image, platforms, counting);
    }

    /**
     * What changed by what is known of the image's platforms; empty where nothing did, or where that cannot be told because a platform was
     * not judged.
     *
     * @param before what is watched
     * @param next what is to be watched: the same, or what takes its place under its name
     * @param platforms those of {@code next}
     * @param counting what counts today by the image's own criteria
     */
    static Optional<Change> of(WatchedImage before, WatchedImage next, List<OfPlatform> platforms, Counting counting) {
        List<Verdict> verdicts = new ArrayList<>();
        boolean complete = true;
        for (OfPlatform platform : platforms) {
            if (next.criteria().judges(platform.platform())) {
                Optional<ScanOutcome> outcome = platform.outcome();
                complete &= outcome.isPresent();
                outcome.map(known -> Verdicts.of(known, counting)).ifPresent(verdicts::add);
            }
        }
        if (verdicts.isEmpty()) {
            return Optional.empty();
        }
        VerdictKind kind = VerdictKind.of(Verdicts.ofAll(verdicts, next.criteria()));
        if (!complete && kind != VerdictKind.FIXABLE) {
            return Optional.empty();
        }
        Fixes fixes = Fixes.of(verdicts, counting);
        Set<String> known = before.known().orElseGet(() -> unkept(before, fixes));
        // Where not all could be remembered, what seems new may be what was told before.
        Fixes fresh = known.size() < WatchedImage.MOST_KNOWN ? fixes.without(known) : Fixes.NONE;
        Set<String> nowKnown = new TreeSet<>(known);
        nowKnown.addAll(fresh.ids(WatchedImage.MOST_KNOWN - known.size()));
        WatchedImage now = next.judged(kind, nowKnown);
        return now.equals(before) ? Optional.empty() : Optional.of(new Change(before, now, fresh));
    }

    /** What was fixable before anybody kept what could be raised was told then, as far as one can know. */
    private static Set<String> unkept(WatchedImage before, Fixes fixes) {
        return before.verdict() == VerdictKind.FIXABLE ? fixes.ids(WatchedImage.MOST_KNOWN) : Set.of();
    }

    /** True where somebody is to be told. */
    boolean isNews() {
        return now.told() && now.verdict() == VerdictKind.FIXABLE && !fresh.isEmpty();
    }
}
