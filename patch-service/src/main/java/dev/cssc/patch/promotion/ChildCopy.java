package dev.cssc.patch.promotion;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.staging.StagedPatch;

/**
 * Brings manifests with all that they are made of to where they are published, before anything names them: registries refuse an index whose
 * children they have not, and nobody could pull those platforms. May be repeated: what is there is not copied again.
 */
final class ChildCopy {
    private final RegistryClient registry;

    ChildCopy(RegistryClient registry) {
        this.registry = registry;
    }

    /**
     * Copies what was patched from the staging repository, and what the index carries over where its source is in another repository: in
     * the source's own it is already.
     */
    void copy(StagedPatch patch) {
        Repository source = patch.source().repository();
        Repository target = patch.site();
        patch.parts().forEach(part -> copyStaged(patch, part.staged().staged(), target));
        if (!target.equals(source)) {
            patch.indexManifest().ifPresent(index -> carryOver(source, index, target));
        }
    }

    /** The staged manifest; after a repeated promotion perhaps only in the target any more. */
    RawManifest staged(StagedPatch patch, Digest digest) {
        return registry.manifest(ImageReference.of(patch.staging(), digest))
                .or(() -> registry.manifest(ImageReference.of(patch.site(), digest)))
                .orElseThrow(() -> Failure.of(
                                ReasonCode.MANIFEST_NOT_FOUND,
                                "publishing the patch of " + patch.source().name() + ": " + patch.staging() + "@"
                                        + digest + " is gone")
                        .toException());
    }

    private void copyStaged(StagedPatch patch, Digest digest, Repository target) {
        if (registry.head(ImageReference.of(target, digest)).isPresent()) {
            return;
        }
        RawManifest manifest = staged(patch, digest);
        ImageManifest image = ImageManifest.parse(manifest);
        registry.copyBlob(patch.staging(), target, image.config());
        image.layers().forEach(layer -> registry.copyBlob(patch.staging(), target, layer));
        registry.putManifest(target, manifest);
    }

    /**
     * Copies the children of that index, which may be indexes themselves; each with what it is made of.
     *
     * @param from where the index's children are
     */
    private void carryOver(Repository from, RawManifest index, Repository to) {
        for (Descriptor child : ImageIndex.parse(index).manifests()) {
            if (registry.head(ImageReference.of(to, child.digest())).isPresent()) {
                continue;
            }
            RawManifest manifest = registry.manifest(ImageReference.of(from, child.digest()))
                    .orElseThrow(() -> Failure.of(
                                    ReasonCode.MANIFEST_NOT_FOUND,
                                    "publishing in " + to + ": " + from + "@" + child.digest()
                                            + ", which is to be carried over, is gone")
                            .toException());
            if (MediaType.isIndex(manifest.mediaType())) {
                carryOver(from, manifest, to);
            } else {
                copyBlobs(from, ImageManifest.parse(manifest), to);
            }
            registry.putManifest(to, manifest);
        }
    }

    private void copyBlobs(Repository from, ImageManifest image, Repository to) {
        registry.copyBlob(from, to, image.config());
        image.layers().stream()
                // Windows' base layers are at their maker's, not in any registry.
                .filter(layer -> !isForeign(layer))
                .forEach(layer -> registry.copyBlob(from, to, layer));
    }

    private static boolean isForeign(Descriptor layer) {
        return layer.mediaType().contains(".foreign.") || layer.mediaType().contains(".nondistributable.");
    }
}
