package dev.cssc.scan.verification;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Verification;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.verdict.Counting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules by which a staged patch may be published (invariant 4). A patch that fixes only part of its targets is accepted, with the
 * rest named, since it is better than none; one that fixes nothing, brings anything new or changes how the image runs is not.
 */
public final class StagedVerification {

    private StagedVerification() {}

    /** An image with what a scan of it found. */
    public record Scanned(ImageShape shape, ScanOutcome outcome) {}

    /**
     * The answer about one platform.
     *
     * @param verification what goes into the event
     * @param refusal why it is refused, where it is
     * @param remaining how many of the targets that count are still there
     */
    public record Judgement(Verification verification, Optional<ReasonCode> refusal, int remaining) {}

    /**
     * Compares the staged image with its source and with what the patch set out to fix. What does not count is told in the verification like
     * the rest, but neither makes a patch worth publishing nor stands against it.
     */
    public static Judgement judge(StagedPlatform platform, Scanned source, Scanned staged, Counting counting) {
        return judge(platform, source, staged, Descent.ADDED, counting);
    }

    /** The same of an image whose layers have to follow from the source's in that way. A rebase has to fix all that counts: an engine could do no less. */
    public static Judgement judge(
            StagedPlatform platform, Scanned source, Scanned staged, Descent descent, Counting counting) {
        List<String> objections = new ArrayList<>(changes(source.shape(), staged.shape()));
        objections.addAll(descent.objections(source.shape(), staged.shape(), counting.criteria()));
        if (!(source.outcome() instanceof ScanOutcome.Scanned before)
                || !(staged.outcome() instanceof ScanOutcome.Scanned after)) {
            return withoutBasis(platform, objections);
        }
        objections.addAll(losses(before, after));
        boolean rebased = !descent.equals(Descent.ADDED);
        if (rebased) {
            objections.addAll(otherRelease(before, after));
        }
        NewFindings added = NewFindings.between(before, after);
        objections.addAll(added.objections(counting));
        SettledTargets targets = SettledTargets.in(after, platform.targets());
        List<PackageUpgrade> wanted = targets.wanted(counting);
        Optional<String> remainder = new Remainder(wanted).why(after);
        Optional<Shortfall> shortfall =
                objections.isEmpty() ? shortfall(targets, wanted, remainder, rebased, counting) : Optional.empty();
        shortfall.map(Shortfall::objection).ifPresent(objections::add);
        return new Judgement(
                new Verification(
                        platform.platform(),
                        platform.staged(),
                        targets.fixed(),
                        targets.remaining(),
                        added.all(),
                        objections,
                        remainder),
                shortfall
                        .map(Shortfall::reason)
                        .or(() ->
                                objections.isEmpty() ? Optional.empty() : Optional.of(ReasonCode.VERIFICATION_REFUSED)),
                wanted.size());
    }

    private static Judgement withoutBasis(StagedPlatform platform, List<String> objections) {
        objections.add("the staged image gives no basis for a verdict any more");
        Verification verification = new Verification(
                platform.platform(), platform.staged(), List.of(), List.of(), List.of(), objections, Optional.empty());
        return new Judgement(verification, Optional.of(ReasonCode.VERIFICATION_REFUSED), 0);
    }

    /** That too little of what counts is gone. */
    private record Shortfall(ReasonCode reason, String objection) {}

    private static Optional<Shortfall> shortfall(
            SettledTargets targets,
            List<PackageUpgrade> wanted,
            Optional<String> remainder,
            boolean rebased,
            Counting counting) {
        if (rebased && !wanted.isEmpty()) {
            return Optional.of(new Shortfall(
                    ReasonCode.PATCH_INCOMPLETE,
                    "the base's newer build leaves " + wanted.size() + " of "
                            + targets.all().size() + " targets: "
                            + remainder.orElse("")));
        }
        if (targets.fixed().stream().noneMatch(counting::counts)) {
            return Optional.of(new Shortfall(
                    ReasonCode.NO_IMPROVEMENT,
                    "none of the "
                            + targets.all().stream().filter(counting::counts).count() + " targets is gone"));
        }
        return Optional.empty();
    }

    /** What of the image's shape is not as it was. Values are not named: an environment may hold what is nobody's business. */
    private static List<String> changes(ImageShape source, ImageShape staged) {
        List<String> changes = new ArrayList<>();
        if (!source.platform().equals(staged.platform())) {
            changes.add("the platform changed from " + source.platform() + " to " + staged.platform());
        }
        for (String field : ImageShape.KEPT) {
            if (!Objects.equals(source.settings().get(field), staged.settings().get(field))) {
                changes.add(field + " changed");
            }
        }
        return changes;
    }

    /** Packages of two releases must not be mixed, even where nothing is found in either. */
    private static List<String> otherRelease(ScanOutcome.Scanned before, ScanOutcome.Scanned after) {
        OperatingSystem was = before.inventory().os();
        OperatingSystem is = after.inventory().os();
        return was.isSameRelease(is)
                ? List.of()
                : List.of("the release changed from " + was.family() + " " + was.release() + " to " + is.family() + " "
                        + is.release());
    }

    /** A vulnerability is not fixed by removing what somebody needs. */
    private static List<String> losses(ScanOutcome.Scanned before, ScanOutcome.Scanned after) {
        Set<String> kept = after.inventory().packages().stream()
                .map(InstalledPackage::name)
                .collect(Collectors.toSet());
        return before.inventory().packages().stream()
                .map(InstalledPackage::name)
                .distinct()
                .filter(name -> !kept.contains(name))
                .map(name -> "package " + name + " was removed")
                .toList();
    }
}
