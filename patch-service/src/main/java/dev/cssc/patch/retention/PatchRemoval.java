package dev.cssc.patch.retention;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ManifestLineage;
import dev.cssc.common.registry.RegistryClient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes an old patch from its repository where nothing but its own tag holds on to it. Registries delete by digest, and with the manifest
 * go all the tags that point to it: so a manifest that anybody else's tag points to, or that is a child of an index that remains, is left
 * with its tag. The registry has no "only if": what is looked at last is looked at right before.
 *
 * <p>May be repeated after a crash at any point: a tag and a manifest that are gone are taken as removed by us.
 */
final class PatchRemoval {
    private final RegistryClient registry;
    private final TagSurvey survey;

    PatchRemoval(RegistryClient registry, TagSurvey survey) {
        this.registry = registry;
        this.survey = survey;
    }

    /** What came of it. */
    sealed interface Outcome {
        /**
         * It is not there any more.
         *
         * @param left why single platforms' manifests of it were left, a sentence each; nobody's tag names them
         */
        record Removed(List<String> left) implements Outcome {}

        /** It was left with its tag. */
        record Stays(ReasonCode reason, String why) implements Outcome {}
    }

    /** Removes the patch with the manifests that we made for it, or says why it stays. */
    Outcome remove(OldPatch patch) {
        Repository repository = patch.site();
        Optional<Outcome> objection = Optional.ofNullable(survey.tags().get(patch.tag()))
                .map(there -> tagged(patch, there))
                .orElseGet(() -> untagged(patch));
        return objection.orElseGet(() -> new Outcome.Removed(patch.children().stream()
                .filter(child -> !child.equals(patch.digest()))
                .flatMap(child -> removeChild(repository, patch, child).stream())
                .toList()));
    }

    /** Empty where it was removed. */
    private Optional<Outcome> tagged(OldPatch patch, Digest there) {
        Repository repository = patch.site();
        if (!there.equals(patch.digest())) {
            return stays(ReasonCode.TAG_MOVED, "it points to " + there + ", which we did not publish there");
        }
        List<String> others = survey.othersThan(patch.tag(), patch.digest());
        if (!others.isEmpty()) {
            return stays(ReasonCode.TAG_SHARED, "also tagged " + some(others));
        }
        List<Digest> parents = survey.parentsOtherThan(patch.digest(), patch.digest());
        if (!parents.isEmpty()) {
            return stays(ReasonCode.PATCH_REFERENCED, "a child of " + parents.getFirst());
        }
        if (!isOurs(patch, patch.digest())) {
            return stays(ReasonCode.TAG_MOVED, "its manifest does not say that it is our patch of that source");
        }
        if (!pointsToOurs(patch)) {
            return stays(ReasonCode.TAG_MOVED, "somebody moved or removed it a moment ago");
        }
        registry.deleteManifest(repository, patch.digest());
        // Some registries answer 202 and keep the tag, so what counts is what is there then.
        return pointsToOurs(patch)
                ? stays(ReasonCode.DELETION_REFUSED, "the registry did not delete " + repository + "@" + patch.digest())
                : Optional.empty();
    }

    /** Where the manifest outlived its tag, somebody took the tag off; who deletes a tag alone may know why. */
    private Optional<Outcome> untagged(OldPatch patch) {
        return registry.head(ImageReference.of(patch.site(), patch.digest())).isPresent()
                ? stays(ReasonCode.TAG_MOVED, "somebody removed the tag and left its manifest")
                : Optional.empty();
    }

    /** Empty where it is gone, else why it was left. */
    private Optional<String> removeChild(Repository repository, OldPatch patch, Digest child) {
        List<String> tags = survey.othersThan(patch.tag(), child);
        if (!tags.isEmpty()) {
            return Optional.of(child + " is tagged " + some(tags));
        }
        List<Digest> parents = survey.parentsOtherThan(patch.digest(), child);
        if (!parents.isEmpty()) {
            return Optional.of(child + " is a child of " + parents.getFirst());
        }
        ImageReference reference = ImageReference.of(repository, child);
        if (registry.head(reference).isEmpty()) {
            return Optional.empty();
        }
        if (!isOurs(patch, child)) {
            return Optional.of(child + " does not say that it is our patch of that source");
        }
        registry.deleteManifest(repository, child);
        return registry.head(reference).map(still -> "the registry did not delete " + child);
    }

    private boolean pointsToOurs(OldPatch patch) {
        return registry.head(ImageReference.of(patch.site(), patch.tag()))
                .map(Descriptor::digest)
                .filter(patch.digest()::equals)
                .isPresent();
    }

    /** Base and mark as the patch was published with them; the base's registry may have another name than it had then. */
    private boolean isOurs(OldPatch patch, Digest digest) {
        return registry.manifest(ImageReference.of(patch.site(), digest))
                .map(ManifestLineage::of)
                .filter(Lineage::ownMark)
                .filter(lineage -> lineage.statesBase(
                        patch.source().repository().path(), patch.source().tag().value()))
                .filter(lineage ->
                        lineage.baseDigest().equals(Optional.of(patch.source().digest())))
                .isPresent();
    }

    private static Optional<Outcome> stays(ReasonCode reason, String why) {
        return Optional.of(new Outcome.Stays(reason, why));
    }

    private static String some(List<String> names) {
        List<String> first = new ArrayList<>(names.subList(0, Math.min(5, names.size())));
        if (names.size() > first.size()) {
            first.add("and " + (names.size() - first.size()) + " more");
        }
        return String.join(", ", first);
    }
}
