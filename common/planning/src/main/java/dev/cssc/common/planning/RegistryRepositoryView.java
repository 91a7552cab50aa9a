package dev.cssc.common.planning;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ManifestLineage;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.selection.RepositoryView;

import java.util.List;
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
    public Optional<TaggedImage> image(Tag tag) {
        return registry.manifest(ImageReference.of(repository, tag))
                .map(raw -> new TaggedImage(raw.digest(), ManifestLineage.of(raw)));
    }

    @Override
    public Optional<Lineage> lineage(Digest digest) {
        return registry.manifest(ImageReference.of(repository, digest)).map(ManifestLineage::of);
    }
}
