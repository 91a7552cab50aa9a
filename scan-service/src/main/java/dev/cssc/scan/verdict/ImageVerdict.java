package dev.cssc.scan.verdict;

import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.image.Tag;
import dev.cssc.scan.engine.ScanOutcome;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on an image over all its platforms, with what else is to be said.
 *
 * @param verdict the one that needs most attention
 * @param remarks what else is to be said, such as what does not count
 * @param fixes what can be raised on any platform and counts
 */
public record ImageVerdict(Verdict verdict, Remarks remarks, Fixes fixes) {

    /**
     * What follows from the scans of its platforms.
     *
     * @throws IllegalArgumentException without any platform
     */
    public static ImageVerdict of(Collection<ScanOutcome> platforms, Counting counting) {
        List<Verdict> verdicts = platforms.stream()
                .map(outcome -> Verdicts.of(outcome, counting))
                .toList();
        return new ImageVerdict(
                Verdicts.ofAll(verdicts, counting.criteria()),
                Remarks.together(platforms.stream().map(counting::remarks).toList()),
                Fixes.of(verdicts, counting));
    }

    /** The same verdict, and one thing more to be said, where there is one. */
    public ImageVerdict saying(Optional<String> more) {
        return new ImageVerdict(verdict, remarks.and(more), fixes);
    }

    /** The end of the image's way; empty where it is fixable, and its way goes on. */
    public Optional<ImageLifecycle.Terminal> end() {
        return Verdicts.next(verdict) instanceof ImageLifecycle.Terminal terminal
                ? Optional.of(terminal)
                : Optional.empty();
    }

    /** The verdict on that tag in words. */
    public String sentence(Tag tag) {
        return Verdicts.sentence(verdict, tag, remarks);
    }
}
