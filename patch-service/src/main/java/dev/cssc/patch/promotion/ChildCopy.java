package dev.cssc.patch.promotion;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;

/**
 * Brings what an index carries over from its source to where it is published: registries refuse an index whose children they have not, and
 * nobody could pull those platforms. May be repeated: what is there is not copied again.
 */
final class ChildCopy {
    private final RegistryClient registry;

    ChildCopy(RegistryClient registry) {
        this.registry = registry;
    }

    /**
     * Copies every child that is not there yet, with what it is made of, before any index that names it.
     *
     * @param from where the index's children are
     * @param index its children may be indexes themselves
     */
    void copy(Repository from, RawManifest index, Repository to) {
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
                copy(from, manifest, to);
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
