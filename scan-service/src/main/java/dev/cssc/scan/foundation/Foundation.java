package dev.cssc.scan.foundation;

import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.PackageSources;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The layers of an image that its packages may be read from, lowest first; all others hold nothing that an engine reads.
 *
 * @param sources what the engine reads
 * @param layers digests of the blobs, never of what an image's configuration calls them: that anybody can claim
 */
public record Foundation(PackageSources sources, List<Digest> layers) {

    public Foundation {
        layers = List.copyOf(layers);
    }

    /** Equal for images in which the engine reads the same files. */
    public Digest digest() {
        return Digest.of(
                sources.digest() + "\n" + layers.stream().map(Digest::value).collect(Collectors.joining("\n")));
    }
}
