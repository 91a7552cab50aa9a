package dev.cssc.trigger.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.selection.RepositoryView;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository of a real registry. Blocks.
 *
 * @param repository which one
 * @param registry how to reach it
 */
public record RegistryRepositoryView(Repository repository, RegistryClient registry) implements RepositoryView {
    @Override
    public Optional<List<Tag>> tags() {
        return registry.tags(repository);
    }

    @Override
    public Optional<Digest> head(Tag tag) {
        return registry.head(ImageReference.of(repository, tag)).map(Descriptor::digest);
    }

    @Override
    public Optional<Lineage> lineage(Digest digest) {
        return registry.manifest(ImageReference.of(repository, digest)).map(RegistryRepositoryView::lineage);
    }

    /** What is neither manifest nor index, such as Docker's schema 1, states nothing; it cannot be a patch of ours. */
    private static Lineage lineage(RawManifest raw) {
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
