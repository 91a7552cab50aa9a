package dev.cssc.common.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One image as it was when its tag was read: the tag says what people call it, the digest says what is meant. After selection every
 * step works on {@link #byDigest()} (invariant 3).
 *
 * @param repository where it is
 * @param tag the name under which it was found
 * @param digest manifest or index that the tag pointed to then
 */
public record PinnedImage(Repository repository, Tag tag, Digest digest) {

    /** The form in events and REST: four plain fields. */
    public record Wire(String registry, String repository, Tag tag, Digest digest) {}

    /** Reads the form used in events and REST. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PinnedImage of(Wire wire) {
        return new PinnedImage(new Repository(wire.registry(), wire.repository()), wire.tag(), wire.digest());
    }

    /** The form used in events and REST. */
    @JsonValue
    public Wire wire() {
        return new Wire(repository.registry(), repository.path(), tag, digest);
    }

    /** {@code registry/repository:tag}, the key under which everything about this image is ordered. */
    public String name() {
        return repository + ":" + tag;
    }

    /** The reference that cannot move. */
    public ImageReference byDigest() {
        return ImageReference.of(repository, digest);
    }

    @Override
    public String toString() {
        return name() + "@" + digest;
    }
}
