package dev.cssc.common.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A layer that was made of a working container, packed.
 *
 * @param descriptor what it is
 * @param file its content
 * @param config the descriptor of the whole image's config, as Buildah wrote it
 * @param configFile its content
 */
public record CommittedLayer(Descriptor descriptor, Path file, Descriptor config, Path configFile) {
    private static final String BLOBS = "blobs/sha256";

    /**
     * An OCI image layout in which the layers below seem to be: Buildah leaves out what it finds there by its unpacked digest, and so packs
     * only what is new.
     */
    static Path layoutWithout(List<Digest> below, Path directory) {
        try {
            Path blobs = Files.createDirectories(directory.resolve(BLOBS));
            for (Digest layer : below) {
                Files.write(blobs.resolve(layer.hex()), new byte[0]);
            }
            return directory;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** The one layer above those below. */
    static CommittedLayer in(Path layout, List<Digest> below) {
        try {
            byte[] index = Files.readAllBytes(layout.resolve("index.json"));
            Descriptor written = ImageIndex.parse(new RawManifest(MediaType.OCI_INDEX, index))
                    .manifests()
                    .getFirst();
            ImageManifest manifest = ImageManifest.parse(
                    new RawManifest(written.mediaType(), Files.readAllBytes(file(layout, written.digest()))));
            List<Digest> layers =
                    manifest.layers().stream().map(Descriptor::digest).toList();
            if (layers.size() != below.size() + 1
                    || !layers.subList(0, below.size()).equals(below)) {
                throw Failure.of(
                                ReasonCode.ENGINE_FAILED,
                                "Buildah was to add one layer to " + below + " and made " + layers)
                        .toException();
            }
            Descriptor added = manifest.layers().getLast();
            return new CommittedLayer(
                    added,
                    file(layout, added.digest()),
                    manifest.config(),
                    file(layout, manifest.config().digest()));
        } catch (IOException e) {
            throw unusable(layout, e);
        }
    }

    private static Path file(Path layout, Digest digest) {
        return layout.resolve(BLOBS).resolve(digest.hex());
    }

    private static RuntimeException unusable(Path layout, IOException e) {
        return Failure.of(ReasonCode.DISK_FULL, "packing a layer in " + layout + ": " + e)
                .toException(e);
    }
}
