package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.UnpatchedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a source's index the patched one has unchanged although it was to be patched or nobody judged it, and what it has no more.
 *
 * @param children the images that stay as they are; those that were judged and need nothing are not among them
 * @param droppedAttestations how many attestations are left out, since they speak of the source
 */
@RegisterForReflection
public record CarriedOver(List<Child> children, int droppedAttestations) {
    /** Of a source that is no index. */
    public static final CarriedOver NONE = new CarriedOver(List.of(), 0);

    /** A failure's detail may hold what a tool said at length; the whole of it stands in the job's log. */
    private static final int LONGEST_DETAIL = 500;

    private static final Platform UNKNOWN = Platform.of("unknown", "unknown");

    public CarriedOver {
        children = List.copyOf(children);
    }

    /**
     * An image that stays as it is.
     *
     * @param unpatched which, and why
     * @param packages what it was to have raised; empty where nothing is known to be raised in it
     */
    @RegisterForReflection
    public record Child(UnpatchedPlatform unpatched, List<PackageUpgrade> packages) {
        public Child {
            packages = List.copyOf(packages);
        }

        private boolean waits() {
            return unpatched.reason() == ReasonCode.FIXED_VERSION_UNAVAILABLE;
        }

        private boolean improvable() {
            return unpatched.reason() != ReasonCode.NO_IMPROVEMENT;
        }
    }

    /**
     * What follows from an index and what became of its images.
     *
     * @param index the source's
     * @param found what was found in its images
     * @param leftAlone why some of these are not patched, by manifest
     */
    static CarriedOver of(ImageIndex index, VulnsFound found, Map<Digest, Failure> leftAlone) {
        Map<Digest, PlatformFindings> judged = found.platforms().stream()
                .collect(Collectors.toMap(PlatformFindings::manifest, platform -> platform, (a, b) -> a));
        Criteria criteria = found.criteria().orElse(Criteria.NONE);
        List<Child> children = new ArrayList<>();
        int attestations = 0;
        for (Descriptor child : index.manifests()) {
            Optional<PlatformFindings> findings = Optional.ofNullable(judged.get(child.digest()));
            if (ImageIndex.isAttestation(child)) {
                attestations++;
            } else if (findings.isEmpty()) {
                children.add(new Child(notJudged(child, criteria), List.of()));
            } else if (leftAlone.containsKey(child.digest())) {
                Failure why = leftAlone.get(child.digest());
                children.add(new Child(
                        new UnpatchedPlatform(
                                findings.get().platform(), child.digest(), why.reason(), cut(why.detail())),
                        findings.get().packages()));
            }
        }
        return new CarriedOver(children, attestations);
    }

    private static UnpatchedPlatform notJudged(Descriptor child, Criteria criteria) {
        Platform platform = child.platform().orElse(UNKNOWN);
        return criteria.judges(platform)
                ? new UnpatchedPlatform(
                        platform,
                        child.digest(),
                        ReasonCode.UNSUPPORTED_IMAGE,
                        "the scan engine could not judge the image of " + platform)
                : new UnpatchedPlatform(
                        platform,
                        child.digest(),
                        ReasonCode.PLATFORM_NOT_WANTED,
                        "the policy does not name " + platform);
    }

    private static String cut(String detail) {
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL - 1) + "…";
    }

    /** The images that stay as they are, as they are told. */
    public List<UnpatchedPlatform> unpatched() {
        return children.stream().map(Child::unpatched).toList();
    }

    /** Packages of these images that still have a fix to come. */
    public List<PackageUpgrade> remaining() {
        return packages(children.stream().filter(Child::improvable));
    }

    /** Packages of these images whose fixed version no repository held, so that it is worth looking again. */
    public List<PackageUpgrade> awaited() {
        return packages(children.stream().filter(Child::waits));
    }

    /** True where another look some hours later may find what is missing now. */
    public boolean waits() {
        return children.stream().anyMatch(Child::waits);
    }

    private static List<PackageUpgrade> packages(Stream<Child> of) {
        return of.flatMap(child -> child.packages().stream()).distinct().toList();
    }

    /** A sentence for a person; empty where there is nothing to say. */
    public Optional<String> sentence() {
        List<String> sentences = children.stream()
                .map(Child::unpatched)
                .map(child -> child.platform() + " stays as it is (" + child.reason() + "): " + child.detail())
                .collect(Collectors.toCollection(ArrayList::new));
        if (droppedAttestations > 0) {
            sentences.add(droppedAttestations
                    + (droppedAttestations == 1 ? " attestation of the source is" : " attestations of the source are")
                    + " left out");
        }
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", sentences));
    }
}
