package dev.cssc.common.cost;

import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Tag;

import java.util.Optional;

/**
 * The image on which time was spent; three empty texts where it was on no single one.
 *
 * @param registry host and port
 * @param repository path within it
 * @param tag the source's
 */
record Attribution(String registry, String repository, String tag) {
    /** On no image in particular. */
    static final Attribution NONE = new Attribution("", "", "");

    /** Reads {@code registry/repository:tag}; an empty text is {@link #NONE}. */
    static Optional<Attribution> parse(String image) {
        if (image.isEmpty()) {
            return Optional.of(NONE);
        }
        try {
            ImageReference reference = ImageReference.parse(image);
            return Optional.of(new Attribution(
                    reference.repository().registry(),
                    reference.repository().path(),
                    reference.tag().map(Tag::value).orElse("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
