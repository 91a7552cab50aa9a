package dev.cssc.patch.intake;

import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Verification;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a judgement that refuses a patch teaches about the next time. */
sealed interface Lesson {
    /** Nothing: nobody judged, since the scan failed. */
    record Nothing() implements Lesson {}

    /**
     * The same would be refused again, until source, database, engine or criteria change.
     *
     * @param why the judge's objections
     * @param lasting false where something was left out of the patch that repositories may hold later
     */
    record InVain(Failure why, boolean lasting) implements Lesson {}

    /**
     * These parts were taken over from another image, or put on a newer build of its base, which is no word about what the engine would make
     * of them: that is tried the next time.
     */
    record ByTheEngine(List<StagedPart> parts) implements Lesson {
        public ByTheEngine {
            parts = List.copyOf(parts);
        }
    }

    /** What is learned of that patch. */
    static Lesson of(StagedPatch patch, PatchVerified verified) {
        Optional<ReasonCode> reason = verified.reason().filter(PatchVerified.JUDGEMENTS::contains);
        if (reason.isEmpty()) {
            return new Nothing();
        }
        List<StagedPart> notByEngine = patch.parts().stream()
                .filter(part -> !part.byEngine()
                        && verified.verifications().stream()
                                .filter(v -> v.staged().equals(part.staged().staged()))
                                .noneMatch(v -> isFlawless(part, v)))
                .toList();
        return notByEngine.isEmpty()
                ? new InVain(
                        Failure.of(reason.get(), objections(verified.verifications())),
                        patch.unavailable().isEmpty())
                : new ByTheEngine(notByEngine);
    }

    /** True where the whole was refused for another platform's sake. What a rebase may leave does not count; what a donor left, the engine may have by now. */
    private static boolean isFlawless(StagedPart part, Verification verification) {
        return verification.objections().isEmpty()
                && (part.graft().isEmpty() || verification.remaining().isEmpty());
    }

    private static String objections(List<Verification> all) {
        return all.stream()
                .flatMap(v -> v.objections().stream().map(o -> v.platform() + ": " + o))
                .collect(Collectors.joining("; "));
    }
}
