package dev.cssc.patch.staging;

import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.RegistryClient;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether a patch would only repeat one that is published already (invariant 8: no churn). A source may stay fixable although its patch is
 * there: a platform does not run here, or a fixed version is in no repository yet. Only a patch whose tag still points to it counts; where
 * it was removed or moved, it may be made anew.
 */
@ApplicationScoped
public class Repetition {
    private final RegistryClient registry;
    private final PublishedPatches published;

    public Repetition(RegistryClient registry, PublishedPatches published) {
        this.registry = registry;
        this.published = published;
    }

    /** @param build of its base on which the platform was put, if it was: another one holds other packages besides */
    private record Raised(Digest manifest, Optional<Digest> build, String name, String version) {}

    /** The newest published patch that answered the same question, so that the engine need not run. */
    public Optional<PublishedPatch> of(VulnsFound found, Question question) {
        return newest(
                found.source(),
                found.site(),
                found.tagConvention(),
                patch -> patch.wanted().equals(question.wanted().value()));
    }

    /** The newest published patch that raised the same packages to the same versions on the same platforms. */
    public Optional<PublishedPatch> of(StagedPatch patch) {
        Set<Raised> raised = raised(patch.parts());
        return newest(
                patch.source(),
                patch.site(),
                patch.convention(),
                earlier -> !earlier.id().equals(patch.id())
                        && raised(earlier.parts()).equals(raised));
    }

    /** Why nothing is published then. */
    public static Failure refusal(PinnedImage source, Repository site, PublishedPatch earlier) {
        return Failure.of(
                ReasonCode.NO_IMPROVEMENT,
                "patching " + source.name() + ": " + StagedPatch.named(source, site, earlier.tag())
                        + " is that patch already");
    }

    private Optional<PublishedPatch> newest(
            PinnedImage source, Repository site, TagConvention convention, Predicate<PublishedPatch> same) {
        return published.of(source, site, convention).stream()
                .filter(same)
                .filter(patch -> registry.head(ImageReference.of(site, patch.tag()))
                        .filter(there -> there.digest().equals(patch.digest()))
                        .isPresent())
                .findFirst();
    }

    private static Set<Raised> raised(Collection<StagedPart> parts) {
        return parts.stream()
                .map(StagedPart::staged)
                .flatMap(platform -> platform.targets().stream()
                        .map(p ->
                                new Raised(platform.source(), platform.rebase().map(Rebase::to), p.name(), p.fixed())))
                .collect(Collectors.toSet());
    }
}
