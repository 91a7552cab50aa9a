package dev.cssc.common.event;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;

import java.util.List;
import java.util.Optional;

/**
 * By what an image is judged, as its policy wants it: which findings count, on which platforms, and whether a patch may leave some. What
 * does not count is no reason to patch; it is fixed all the same where a package is raised for another reason. What becomes of older
 * patches, on what base an image may be put and where patches are published is no matter of judgement, but the policy's wish as well.
 *
 * @param minimumSeverity findings below it do not count; every severity counts where empty
 * @param ignored vulnerabilities that do not count
 * @param platforms the platforms of an index that are judged; all where empty
 * @param partial whether a patch that fixes only a part of what counts is published; it is where empty
 * @param multiPlatform whether the images of an index are patched all or none; what can be patched is where empty
 * @param keep how many of the newest patches of the source stay, at least 1; as the patch service is configured where empty
 * @param rebase the tag of the base on whose newer build images are put where that answers all; never where empty
 * @param target where patches are published; beside their source where empty
 */
public record Criteria(
        Optional<Severity> minimumSeverity,
        List<IgnoredVulnerability> ignored,
        List<Platform> platforms,
        Optional<Boolean> partial,
        Optional<MultiPlatform> multiPlatform,
        Optional<Integer> keep,
        Optional<ImageReference> rebase,
        Optional<PatchTarget> target) {
    /** Every finding on every platform counts; what ACR does. */
    public static final Criteria NONE = new Criteria(Optional.empty(), List.of(), List.of());

    /** Most ignored vulnerabilities: an event that carries them has to stay within {@link EventCodec#LARGEST_VALUE}. */
    public static final int MOST_IGNORED = 1_000;

    /**
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#POLICY_INVALID} with more than {@link #MOST_IGNORED} ignored
     *     vulnerabilities
     */
    public Criteria {
        if (ignored.size() > MOST_IGNORED) {
            throw Failure.of(
                            ReasonCode.POLICY_INVALID,
                            "the policy ignores " + ignored.size() + " vulnerabilities in one repository; at most "
                                    + MOST_IGNORED
                                    + " are taken. Leave out those that expired, or raise minimum-severity")
                    .toException();
        }
        ignored = List.copyOf(ignored);
        platforms = List.copyOf(platforms);
    }

    /** Criteria under which a patch may be partial. */
    public Criteria(Optional<Severity> minimumSeverity, List<IgnoredVulnerability> ignored, List<Platform> platforms) {
        this(minimumSeverity, ignored, platforms, Optional.empty());
    }

    /** Criteria under which what can be patched of an index is. */
    public Criteria(
            Optional<Severity> minimumSeverity,
            List<IgnoredVulnerability> ignored,
            List<Platform> platforms,
            Optional<Boolean> partial) {
        this(minimumSeverity, ignored, platforms, partial, Optional.empty());
    }

    /** Criteria under which as many patches stay as the patch service is configured to keep, and no image is rebased. */
    public Criteria(
            Optional<Severity> minimumSeverity,
            List<IgnoredVulnerability> ignored,
            List<Platform> platforms,
            Optional<Boolean> partial,
            Optional<MultiPlatform> multiPlatform) {
        this(minimumSeverity, ignored, platforms, partial, multiPlatform, Optional.empty(), Optional.empty());
    }

    /** Criteria under which patches lie beside their source. */
    public Criteria(
            Optional<Severity> minimumSeverity,
            List<IgnoredVulnerability> ignored,
            List<Platform> platforms,
            Optional<Boolean> partial,
            Optional<MultiPlatform> multiPlatform,
            Optional<Integer> keep,
            Optional<ImageReference> rebase) {
        this(minimumSeverity, ignored, platforms, partial, multiPlatform, keep, rebase, Optional.empty());
    }

    /** The same, with another number of patches that stay. */
    public Criteria keeping(Optional<Integer> patches) {
        return new Criteria(minimumSeverity, ignored, platforms, partial, multiPlatform, patches, rebase, target);
    }

    /** The same, with patches published elsewhere. */
    public Criteria publishingTo(PatchTarget elsewhere) {
        return new Criteria(
                minimumSeverity, ignored, platforms, partial, multiPlatform, keep, rebase, Optional.of(elsewhere));
    }

    /**
     * The repository that holds the patches of a source repository, by these criteria.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#POLICY_INVALID} where no repository can have that name
     */
    public Repository siteOf(Repository source) {
        try {
            return target.map(elsewhere -> elsewhere.siteOf(source)).orElse(source);
        } catch (IllegalArgumentException e) {
            throw Failure.of(
                            ReasonCode.POLICY_INVALID,
                            "naming the repository for patches of " + source + " by \"target\": " + e.getMessage())
                    .toException(e);
        }
    }

    /** True where a patch that leaves a part of what counts is better than none. */
    public boolean acceptsPartial() {
        return partial.orElse(true);
    }

    /** True where an index is left alone unless every image of it that is judged can be patched. */
    public boolean wantsAllPlatforms() {
        return multiPlatform.orElse(MultiPlatform.PATCH_WHAT_CAN) == MultiPlatform.ALL_OR_NOTHING;
    }

    /** True where manifests of that platform are judged. A platform without variant stands for all its variants. */
    public boolean judges(Platform platform) {
        return platforms.isEmpty() || platforms.stream().anyMatch(wanted -> covers(wanted, platform));
    }

    private static boolean covers(Platform wanted, Platform platform) {
        return wanted.os().equals(platform.os())
                && wanted.architecture().equals(platform.architecture())
                && (wanted.variant().isEmpty() || variant(wanted).equals(variant(platform)));
    }

    /** Every arm64 is v8, whether it says so or not (containerd, platforms/database.go). */
    private static Optional<String> variant(Platform platform) {
        return platform.architecture().equals("arm64")
                ? platform.variant().or(() -> Optional.of("v8"))
                : platform.variant();
    }
}
