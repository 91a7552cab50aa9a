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
 * @param copaMark true where it carries the mark that Copa leaves on what it patched, or took over from such an image
 * @param ownMark true where it says which engine of ours patched it; only what we publish does
 */
public record Lineage(
        Optional<String> baseName,
        Optional<Digest> baseDigest,
        List<Digest> layers,
        boolean copaMark,
        boolean ownMark) {
    /** Annotation that names the source image (OCI image-spec, annotations.md). */
    public static final String BASE_NAME = "org.opencontainers.image.base.name";

    /** Annotation that holds the source's digest (OCI image-spec, annotations.md). */
    public static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    /** Annotation that holds the time of creation, RFC 3339 (OCI image-spec, annotations.md). */
    public static final String CREATED = "org.opencontainers.image.created";

    /** Annotation with the time of patching that Copa puts on a manifest (copacetic, {@code pkg/buildkit}). */
    public static final String COPA_MANIFEST = "sh.copa.image.patched";

    /** The same on an index; Copa calls it differently there. */
    public static final String COPA_INDEX = "sh.copa.patched";

    /** Annotation that lists what the patch fixed: vulnerability ids, or package names where no ids are known, comma-separated. */
    public static final String FIXED = "dev.cssc.patch.fixed";

    /** Annotation that names the patch engine. */
    public static final String ENGINE = "dev.cssc.patch.engine";

    /** Annotation that names the scanner and the identity of its database. */
    public static final String DATABASE = "dev.cssc.patch.database";

    /** Annotation with the digest of the patched manifest whose layers were taken over; absent where the engine made them for this image. */
    public static final String GRAFT = "dev.cssc.patch.graft";

    /** Annotation with the digest of the base's newer build on which the image was put; absent where layers were only added. */
    public static final String REBASE = "dev.cssc.patch.rebase";

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
                layers,
                annotations.containsKey(COPA_MANIFEST) || annotations.containsKey(COPA_INDEX),
                annotations.containsKey(ENGINE));
    }

    /** True where it states what it was made from. */
    public boolean statesBase() {
        return baseName.isPresent() || baseDigest.isPresent();
    }

    /**
     * True where the stated source is that tag of a repository with that path. The registry may be another one: images are copied from
     * registry to registry, and their annotations with them.
     */
    public boolean statesBase(String path, String tag) {
        return baseName.map(name -> named(name).equals(path + ":" + tag)).orElse(false);
    }

    /**
     * True where it says that it is our patch of that tag of a repository whose path is the end of this longer one: so a patch is named that
     * was published under a prefix.
     */
    public boolean statesBaseBelowPrefix(String path, String tag) {
        return ownMark
                && baseName.map(Lineage::named)
                        .filter(base -> base.endsWith(":" + tag) && (path + ":" + tag).endsWith("/" + base))
                        .isPresent();
    }

    /** The name without registry and digest. */
    private static String named(String reference) {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        // As Docker tells a registry from the first part of a path.
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        String local = registry ? name.substring(slash + 1) : name;
        return local.contains(":") ? local : local + ":latest";
    }

    /** True where the layers of {@code source} are the lower ones of this image, which has more. */
    public boolean buildsOnLayersOf(Lineage source) {
        return !source.layers.isEmpty()
                && layers.size() > source.layers.size()
                && layers.subList(0, source.layers.size()).equals(source.layers);
    }
}
