package dev.cssc.common.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One platform's image as files of this machine, in the form that containers/image calls {@code dir}: {@code manifest.json}, and blobs under
 * the hexadecimal form of their digests. Buildah verifies each when it reads it.
 *
 * @param directory where they are
 * @param manifest what it consists of
 * @param config what its manifest calls so
 */
public record PulledImage(Path directory, ImageManifest manifest, ImageConfig config) {
    private static final String VERSION = "Directory Transport Version: 1.1\n";

    /** Its packed layers, from the lowest. */
    List<Digest> layerDigests() {
        return manifest.layers().stream().map(Descriptor::digest).toList();
    }

    /**
     * Fetches the image. Layers may come from the cache, but only those that the registry says are in this very repository, to whoever asks
     * here: what another's images brought into the cache is nobody else's.
     *
     * @param directory one that does not exist
     */
    static PulledImage of(RegistryClient registry, LayerCache cache, ImageReference image, Path directory) {
        String doing = "pulling " + image;
        RawManifest raw = registry.manifest(image)
                .orElseThrow(
                        () -> Failure.of(ReasonCode.MANIFEST_NOT_FOUND, doing + ": the registry has no such manifest")
                                .toException());
        ImageManifest manifest = ImageManifest.parse(raw);
        if (!manifest.isContainerImage()) {
            throw Failure.of(
                            ReasonCode.UNSUPPORTED_IMAGE,
                            doing + ": it is no image of a container but "
                                    + manifest.config().mediaType())
                    .toException();
        }
        Repository repository = image.repository();
        Digest config = manifest.config().digest();
        byte[] settings = registry.blob(repository, config, ImageConfig.LARGEST);
        try {
            Files.createDirectory(directory);
            Files.writeString(directory.resolve("version"), VERSION);
            Files.write(directory.resolve("manifest.json"), raw.content());
            Files.write(directory.resolve(config.hex()), settings);
            for (Descriptor layer : manifest.layers()) {
                Path file = directory.resolve(layer.digest().hex());
                if (Files.exists(file)) {
                    continue; // the same layer twice
                }
                if (!registry.blobExists(repository, layer.digest())) {
                    throw Failure.of(
                                    ReasonCode.MANIFEST_NOT_FOUND,
                                    doing + ": the registry has no layer " + layer.digest() + " in " + repository)
                            .toException();
                }
                cache.place(layer.digest(), file, () -> registry.openBlob(repository, layer.digest()));
            }
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, doing + " to " + directory + ": " + e)
                    .toException(e);
        }
        return new PulledImage(directory, manifest, ImageConfig.parse(settings));
    }
}
