package dev.cssc.patch.retention;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.patch.engine.TestRegistry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** A repository in a real registry, and in it patches as the service publishes them. */
final class PublishedByHand {
    private static final ImageBuild SOURCE = ImageBuild.of(Layer.ofFiles(Map.of("app", "1")));

    private final TestRegistry registry;
    final Repository repository;
    final Repository site;

    /** Published beside their source. */
    PublishedByHand(TestRegistry registry) {
        this(registry, "");
    }

    /** Published below that prefix, which ends with a slash where there is one. */
    PublishedByHand(TestRegistry registry, String prefix) {
        this(registry, new Repository(registry.host(), "app-" + UUID.randomUUID()), prefix);
    }

    /** Patches of the same source, published below that prefix. */
    PublishedByHand elsewhere(String prefix) {
        return new PublishedByHand(registry, repository, prefix);
    }

    private PublishedByHand(TestRegistry registry, Repository repository, String prefix) {
        this.registry = registry;
        this.repository = repository;
        this.site = repository.sibling(prefix + repository.path());
        SOURCE.push(registry.host(), repository.path(), "1");
    }

    PinnedImage source() {
        return new PinnedImage(repository, new Tag("1"), sourceDigest());
    }

    /** Published under that tag. */
    OldPatch patch(String tag) {
        Digest digest = image(tag, tag);
        return new OldPatch(UUID.randomUUID(), source(), site, new Tag(tag), digest, List.of(digest), true);
    }

    /** Published under that tag, as an index with one patched child. */
    OldPatch index(String tag) {
        Digest child = untagged(tag);
        String notes = "{\"" + Lineage.BASE_NAME + "\":\"" + repository + ":1\",\"" + Lineage.BASE_DIGEST + "\":\""
                + source().digest() + "\",\"" + Lineage.ENGINE + "\":\"test\"}";
        return new OldPatch(
                UUID.randomUUID(), source(), site, new Tag(tag), indexOf(tag, notes, child), List.of(child), true);
    }

    /** Somebody's index of these. */
    Digest foreignIndex(String tag, Digest... children) {
        return indexOf(tag, "{}", children);
    }

    private Digest indexOf(String tag, String annotations, Digest... children) {
        String manifests = Arrays.stream(children)
                .map(child -> "{\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"digest\":\"" + child + "\",\"size\":"
                        + manifest(child).content().length + ",\"platform\":{\"os\":\"linux\",\"architecture\":\""
                        + Platform.host().architecture() + "\"}}")
                .collect(Collectors.joining(","));
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[" + manifests
                + "],\"annotations\":" + annotations + "}";
        return registry.client.putManifest(
                site, new Tag(tag), new RawManifest(MediaType.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8)));
    }

    Digest foreign(String tag) {
        return new Digest(ImageBuild.of(Layer.ofFiles(Map.of("theirs", tag))).push(registry.host(), site.path(), tag));
    }

    /** Somebody points a tag of his at it too. */
    void alsoTagged(Digest digest, String tag) {
        registry.client.putManifest(site, new Tag(tag), manifest(digest));
    }

    /** The manifest of a patch without a tag, as an index's children are. */
    private Digest untagged(String content) {
        Repository elsewhere = repository.sibling("staging/" + repository.path());
        Digest digest = new Digest(
                annotated("child of " + content).push(registry.host(), elsewhere.path(), "staged-" + content));
        ImageManifest image = ImageManifest.parse(
                registry.client.manifest(ImageReference.of(elsewhere, digest)).orElseThrow());
        registry.client.copyBlob(elsewhere, site, image.config());
        image.layers().forEach(layer -> registry.client.copyBlob(elsewhere, site, layer));
        return registry.client.putManifest(
                site,
                registry.client.manifest(ImageReference.of(elsewhere, digest)).orElseThrow());
    }

    private Digest image(String content, String tag) {
        return new Digest(annotated(content).push(registry.host(), site.path(), tag));
    }

    private ImageBuild annotated(String content) {
        return SOURCE.plus(Layer.ofFiles(Map.of("patch", content)))
                .annotated(Lineage.BASE_NAME, repository + ":1")
                .annotated(Lineage.BASE_DIGEST, source().digest().value())
                .annotated(Lineage.ENGINE, "test");
    }

    private Digest sourceDigest() {
        return registry.client
                .head(ImageReference.of(repository, new Tag("1")))
                .orElseThrow()
                .digest();
    }

    Optional<Digest> pointsTo(String tag) {
        return registry.client.head(ImageReference.of(site, new Tag(tag))).map(Descriptor::digest);
    }

    boolean isThere(Digest digest) {
        return registry.client.head(ImageReference.of(site, digest)).isPresent();
    }

    List<String> tags() {
        return registry.client.tags(site).orElseThrow().stream()
                .map(Tag::value)
                .sorted()
                .toList();
    }

    private RawManifest manifest(Digest digest) {
        return registry.client.manifest(ImageReference.of(site, digest)).orElseThrow();
    }
}
