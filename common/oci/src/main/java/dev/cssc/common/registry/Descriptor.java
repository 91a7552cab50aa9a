package dev.cssc.common.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.Map;
import java.util.Optional;

/**
 * A pointer to content (OCI image-spec, descriptor.md).
 *
 * @param mediaType what the content is
 * @param digest its identity
 * @param size in bytes
 * @param platform in an index: what the manifest runs on
 * @param artifactType in a referrers list: what kind of artifact it is
 * @param annotations the descriptor's own annotations, not the content's
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        Optional<String> artifactType,
        Map<String, String> annotations) {
    public Descriptor {
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    /** A descriptor with nothing but the three fields that are always there. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), Optional.empty(), Map.of());
    }
}
