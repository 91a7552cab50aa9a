package dev.cssc.common.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Optional;

/**
 * A parsed name: {@code registry/repository:tag}, {@code registry/repository@digest} or both. At least one of tag and digest is there.
 *
 * @param repository where it is
 * @param tag the pointer, if named
 * @param digest the identity, if named
 */
public record ImageReference(Repository repository, Optional<Tag> tag, Optional<Digest> digest) {
    /** Longest reference accepted, in characters; checked before any pattern is tried. */
    public static final int LONGEST = Repository.LONGEST_NAME + 1 + Tag.LONGEST + 1 + 71;

    public ImageReference {
        if (tag.isEmpty() && digest.isEmpty()) {
            throw new IllegalArgumentException("neither tag nor digest in reference to " + repository);
        }
    }

    /**
     * Parses a reference that names its registry. Nothing is implied: no default registry, no {@code latest}.
     *
     * @throws IllegalArgumentException with what is wrong, where it is no reference
     */
    @JsonCreator
    public static ImageReference parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("image reference longer than " + LONGEST + " characters");
        }
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(new Digest(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<Tag> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(new Tag(rest.substring(colon + 1)));
            rest = rest.substring(0, colon);
        }
        return new ImageReference(Repository.parse(rest), tag, digest);
    }

    /** {@code repository:tag}. */
    public static ImageReference of(Repository repository, Tag tag) {
        return new ImageReference(repository, Optional.of(tag), Optional.empty());
    }

    /** {@code repository@digest}. */
    public static ImageReference of(Repository repository, Digest digest) {
        return new ImageReference(repository, Optional.empty(), Optional.of(digest));
    }

    @Override
    @JsonValue
    public String toString() {
        return repository
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
