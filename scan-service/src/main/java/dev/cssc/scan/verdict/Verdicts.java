package dev.cssc.scan.verdict;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.image.Tag;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.Collection;
import java.util.Comparator;

/** The rules from outcomes to verdicts, and from verdicts to the states of {@link ImageLifecycle}. */
public final class Verdicts {

    private Verdicts() {}

    /**
     * The verdict on one platform's image by what counts of its findings: where none does, it is as clean as one without findings. End of
     * life is no finding, so that no criteria set it aside.
     */
    public static Verdict of(ScanOutcome outcome, Counting counting) {
        return switch (outcome) {
            case ScanOutcome.NotUnderstood unknown -> new Verdict.Unsupported(unknown.why());
            case ScanOutcome.Scanned scanned -> {
                if (counting.ended(scanned.inventory())) {
                    yield new Verdict.EndOfLife(scanned.inventory().os());
                }
                ScanOutcome.Scanned counted = counting.of(scanned);
                if (!counted.fixable().isEmpty()) {
                    yield new Verdict.Fixable(counted.fixable());
                }
                yield counted.unfixed().isEmpty()
                        ? new Verdict.Clean()
                        : new Verdict.UnfixableOnly(counted.unfixed().size());
            }
        };
    }

    /**
     * The verdict on an image of several platforms: the one that needs most attention. An index is clean only where all of it is. Where the
     * criteria want all platforms patched or none, one on which no patch can be made comes before those that are fixable.
     *
     * @throws IllegalArgumentException without any verdict
     */
    public static Verdict ofAll(Collection<Verdict> platforms, Criteria criteria) {
        Comparator<Verdict> needsMostAttention = Comparator.comparing(
                        (Verdict verdict) -> !criteria.wantsAllPlatforms() || isPatchable(verdict))
                .thenComparingInt(Verdicts::precedence);
        return platforms.stream()
                .min(needsMostAttention)
                .orElseThrow(() -> new IllegalArgumentException("no platform, hence no verdict"));
    }

    /** False where packages cannot be raised, or it is not known which; one in which there is nothing to raise keeps no other from it. */
    private static boolean isPatchable(Verdict verdict) {
        return switch (verdict) {
            case Verdict.EndOfLife ended -> false;
            case Verdict.Unsupported unknown -> false;
            case Verdict.Fixable fixable -> true;
            case Verdict.UnfixableOnly unfixable -> true;
            case Verdict.Clean clean -> true;
        };
    }

    /** The verdict on that tag in words, with what else is to be said. */
    public static String sentence(Verdict verdict, Tag tag, Remarks remarks) {
        String words = verdict instanceof Verdict.Clean && remarks.aside().findings() > 0
                ? "no finding that counts"
                : verdict.sentence();
        return words + " in " + tag
                + remarks.sentence().map(more -> "; " + more).orElse("");
    }

    private static int precedence(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Fixable f -> 0;
            case Verdict.EndOfLife e -> 1;
            case Verdict.Unsupported u -> 2;
            case Verdict.UnfixableOnly u -> 3;
            case Verdict.Clean c -> 4;
        };
    }

    /** The state that follows {@code SCANNING}. */
    public static ImageLifecycle next(Verdict verdict) {
        ImageLifecycle.Scanning scanning = new ImageLifecycle.Due().scan();
        return switch (verdict) {
            case Verdict.Fixable fixable -> scanning.findFixable();
            case Verdict.Clean clean -> scanning.clean();
            case Verdict.LeftAlone left -> scanning.skip(left.because());
        };
    }
}
