package dev.cssc.scan.verdict;

import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.Collection;
import java.util.Comparator;

/** The rules from outcomes to verdicts, and from verdicts to the states of {@link ImageLifecycle}. */
public final class Verdicts {

    private Verdicts() {}

    /**
     * The verdict on one platform's image. End of life comes first: what a dead release's database still calls fixable cannot be had from
     * its closed repositories.
     */
    public static Verdict of(ScanOutcome outcome) {
        return switch (outcome) {
            case ScanOutcome.NotUnderstood unknown -> new Verdict.Unsupported(unknown.why());
            case ScanOutcome.Scanned scanned -> {
                if (scanned.inventory().endOfLife()) {
                    yield new Verdict.EndOfLife(scanned.inventory().os());
                }
                if (!scanned.fixable().isEmpty()) {
                    yield new Verdict.Fixable(scanned.fixable());
                }
                yield scanned.unfixed().isEmpty()
                        ? new Verdict.Clean()
                        : new Verdict.UnfixableOnly(scanned.unfixed().size());
            }
        };
    }

    /**
     * The verdict on an image of several platforms: the one that needs most attention. An index is clean only where all of it is.
     *
     * @throws IllegalArgumentException without any verdict
     */
    public static Verdict ofAll(Collection<Verdict> platforms) {
        return platforms.stream()
                .min(Comparator.comparingInt(Verdicts::precedence))
                .orElseThrow(() -> new IllegalArgumentException("no platform, hence no verdict"));
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
