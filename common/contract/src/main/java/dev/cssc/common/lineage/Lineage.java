package dev.cssc.common.lineage;

import dev.cssc.common.image.Digest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a manifest says about where it comes from.
 *
 * @param baseName {@code org.opencontainers.image.base.name}: reference of the source, if stated
 * @param baseDigest {@code org.opencontainers.image.base.digest}: digest of the source, if stated
 * @param layers digests of the layers, base first; empty for an index
 */
public record Lineage(Optional<String> baseName, Optional<Digest> baseDigest, List<Digest> layers) {
    /** Annotation that names the source image (OCI image-spec, annotations.md). */
    public static final String BASE_NAME = "org.opencontainers.image.base.name";

    /** Annotation that holds the source's digest (OCI image-spec, annotations.md). */
    public static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    /** Annotation that holds the time of creation, RFC 3339 (OCI image-spec, annotations.md). */
    public static final String CREATED = "org.opencontainers.image.created";

    /** Annotation that lists what the patch fixed: vulnerability ids, or package names where no ids are known, comma-separated. */
    public static final String FIXED = "dev.cssc.patch.fixed";

    /** Annotation that names the patch engine. */
    public static final String ENGINE = "dev.cssc.patch.engine";

    /** Annotation that names the scanner and the identity of its database. */
    public static final String DATABASE = "dev.cssc.patch.database";

    /** Annotation that names the run which asked for the patch. */
    public static final String RUN = "dev.cssc.patch.run";

    public Lineage {
        layers = List.copyOf(layers);
    }

    /** Reads lineage from a manifest's annotations and layers. A base digest that is no digest counts as not stated. */
    public static Lineage of(Map<String, String> annotations, List<Digest> layers) {
        return new Lineage(
                Optional.ofNullable(annotations.get(BASE_NAME)),
                Optional.ofNullable(annotations.get(BASE_DIGEST)).flatMap(Digest::parse),
                layers);
    }

    /**
     * Whether this image is a patch of the given source: its base digest says so, or, where it states none, the source's layers are a
     * proper prefix of its own (design §3.6). A stated digest of another image settles it the other way.
     */
    public boolean isPatchOf(Digest source, List<Digest> sourceLayers) {
        if (baseDigest.isPresent()) {
            return baseDigest.get().equals(source);
        }
        return !sourceLayers.isEmpty()
                && layers.size() > sourceLayers.size()
                && layers.subList(0, sourceLayers.size()).equals(sourceLayers);
    }
}
