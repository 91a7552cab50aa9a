package dev.cssc.common.registry;

import dev.cssc.common.lineage.Lineage;

import java.util.List;
import java.util.Map;

/** Reads from a manifest or index where its image comes from. */
public final class ManifestLineage {
    private ManifestLineage() {}

    /**
     * The lineage that it states. What is neither manifest nor index, such as Docker's schema 1, states nothing; it cannot be a patch of
     * ours.
     *
     * @throws dev.cssc.common.failure.FailureException where it is malformed
     */
    public static Lineage of(RawManifest raw) {
        if (MediaType.isIndex(raw.mediaType())) {
            return Lineage.of(ImageIndex.parse(raw).annotations(), List.of());
        }
        if (!ImageManifest.isManifest(raw.mediaType())) {
            return Lineage.of(Map.of(), List.of());
        }
        ImageManifest manifest = ImageManifest.parse(raw);
        return Lineage.of(
                manifest.annotations(),
                manifest.layers().stream().map(Descriptor::digest).toList());
    }
}
