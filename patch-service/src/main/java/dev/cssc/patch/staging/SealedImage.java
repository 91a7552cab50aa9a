package dev.cssc.patch.staging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.patch.graft.Graft;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifest that is verified and published: the source's layers and configuration unchanged, with nothing but the engine's new layers
 * on top, or with another build of its base below. So base layers, entry point, user and the rest are untouched by construction, whatever the engine made of them (Buildah may
 * compress base layers anew, Copa writes labels of its own). Always an OCI manifest: a Docker one (v2 schema 2) has no annotations to
 * hold the lineage, and the two configurations are the same document.
 *
 * @param manifest what to store under its digest
 * @param config the configuration it points to
 * @param source blobs that the source repository holds: its layers
 * @param added blobs that the engine left in the staging repository, or that another patch or the base has: the new layers
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to upload; nobody compares these records
record SealedImage(RawManifest manifest, byte[] config, List<Descriptor> source, List<Descriptor> added) {

    /**
     * Puts the engine's layers on the source.
     *
     * @param source the source's image of one platform
     * @param patched what the engine made of it
     * @param lineage annotations to add to those of the source
     * @param created when it was made; cut to seconds
     * @param deed what was done, for the history
     * @throws FailureException {@code PATCH_FAILED} where the engine's image is not the source with layers on top,
     *     {@code NO_IMPROVEMENT} where it is the source, {@code UNSUPPORTED_IMAGE} where the source is no image this product can write
     */
    static SealedImage of(
            ImageContent source, ImageContent patched, Map<String, String> lineage, Instant created, String deed) {
        List<String> sourceDiffs = source.diffIds();
        List<String> patchedDiffs = patched.diffIds();
        if (patchedDiffs.size() < sourceDiffs.size()
                || !patchedDiffs.subList(0, sourceDiffs.size()).equals(sourceDiffs)) {
            throw failed(ReasonCode.PATCH_FAILED, source, "the engine did not keep the source's layers");
        }
        if (patchedDiffs.size() == sourceDiffs.size()) {
            throw failed(ReasonCode.NO_IMPROVEMENT, source, "the engine added no layer");
        }
        List<ObjectNode> newLayers = patched.layers().subList(sourceDiffs.size(), patchedDiffs.size());
        List<String> newDiffs = patchedDiffs.subList(sourceDiffs.size(), patchedDiffs.size());
        return with(source, newLayers, newDiffs, lineage, created, deed);
    }

    /**
     * Puts layers on the source that were made for another image.
     *
     * @param source the source's image of one platform
     * @param lineage annotations to add to those of the source
     * @param created when it was made; cut to seconds
     * @param deed what was done, for the history
     * @throws FailureException {@code UNSUPPORTED_IMAGE} where the source is no image this product can write
     */
    static SealedImage of(ImageContent source, Graft graft, Map<String, String> lineage, Instant created, String deed) {
        List<ObjectNode> newLayers =
                graft.layers().stream().map(SealedImage::written).toList();
        List<String> newDiffs = graft.diffIds().stream().map(Digest::value).toList();
        return with(source, newLayers, newDiffs, lineage, created, deed);
    }

    /**
     * Puts the source's own layers on another build of its base; {@link #added} are that build's layers.
     *
     * @param source the source's image of one platform
     * @param from the build of the base that lies below it
     * @param to the build that comes in its place
     * @param lineage annotations to add to those of the source
     * @param created when it was made; cut to seconds
     * @param deed what was done, for the history
     * @throws FailureException {@code PATCH_FAILED} where the one build does not lie below the source, {@code UNSUPPORTED_IMAGE} where one of
     *     them is no image this product can write
     */
    static SealedImage rebased(
            ImageContent source,
            ImageContent from,
            ImageContent to,
            Map<String, String> lineage,
            Instant created,
            String deed) {
        int below = from.diffIds().size();
        if (source.diffIds().size() <= below
                || !source.diffIds().subList(0, below).equals(from.diffIds())) {
            throw failed(ReasonCode.PATCH_FAILED, source, from.digest() + " does not lie below it");
        }
        String at = created.truncatedTo(ChronoUnit.SECONDS).toString();
        byte[] config = ImageContent.bytes(RebasedConfig.of(source, from, to, at, deed));
        List<ObjectNode> lower =
                to.layers().stream().map(layer -> inOciWords(layer, to)).toList();
        List<ObjectNode> own = source.layers().subList(below, source.layers().size()).stream()
                .map(layer -> inOciWords(layer, source))
                .toList();
        List<ObjectNode> layers = new ArrayList<>(lower);
        layers.addAll(own);
        return new SealedImage(
                new RawManifest(MediaType.OCI_MANIFEST, ImageContent.bytes(manifest(source, config, layers, lineage))),
                config,
                own.stream().map(layer -> descriptor(layer, source)).toList(),
                lower.stream().map(layer -> descriptor(layer, to)).toList());
    }

    private static SealedImage with(
            ImageContent source,
            List<ObjectNode> newLayers,
            List<String> newDiffs,
            Map<String, String> lineage,
            Instant created,
            String deed) {
        List<ObjectNode> baseLayers = source.layers();
        String at = created.truncatedTo(ChronoUnit.SECONDS).toString();
        byte[] config = ImageContent.bytes(config(source, newDiffs, at, deed));
        List<ObjectNode> layers = new ArrayList<>();
        baseLayers.forEach(layer -> layers.add(inOciWords(layer, source)));
        newLayers.forEach(layer -> layers.add(inOciWords(layer, source)));
        ObjectNode manifest = manifest(source, config, layers, lineage);
        List<Descriptor> descriptors =
                layers.stream().map(layer -> descriptor(layer, source)).toList();
        return new SealedImage(
                new RawManifest(MediaType.OCI_MANIFEST, ImageContent.bytes(manifest)),
                config,
                descriptors.subList(0, baseLayers.size()),
                descriptors.subList(baseLayers.size(), layers.size()));
    }

    /** Compressed size of what was added, in bytes. */
    long addedBytes() {
        return added.stream().mapToLong(Descriptor::size).sum();
    }

    private static ObjectNode config(ImageContent source, List<String> newDiffs, String at, String deed) {
        ObjectNode config = source.config().deepCopy();
        config.put("created", at);
        ArrayNode diffIds = (ArrayNode) config.path("rootfs").path("diff_ids");
        newDiffs.forEach(diffIds::add);
        // A configuration without history stays so: one with fewer entries than layers would be wrong.
        if (config.path("history") instanceof ArrayNode history) {
            newDiffs.forEach(diff -> history.addObject()
                    .put("created", at)
                    .put("created_by", deed)
                    .put("comment", "continuous patching"));
        }
        return config;
    }

    private static ObjectNode manifest(
            ImageContent source, byte[] config, List<ObjectNode> layers, Map<String, String> lineage) {
        ObjectNode manifest = ImageContent.JSON.createObjectNode();
        manifest.put("schemaVersion", 2).put("mediaType", MediaType.OCI_MANIFEST);
        manifest.putObject("config")
                .put("mediaType", ociConfig(source))
                .put("digest", Digest.of(config).value())
                .put("size", config.length);
        manifest.putArray("layers").addAll(layers);
        manifest.set("annotations", annotations(source.manifest(), lineage));
        return manifest;
    }

    /** The annotations of the source's manifest or index, with the lineage on top. */
    static ObjectNode annotations(ObjectNode source, Map<String, String> lineage) {
        ObjectNode annotations = source.path("annotations") instanceof ObjectNode existing
                ? existing.deepCopy()
                : ImageContent.JSON.createObjectNode();
        lineage.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> annotations.put(e.getKey(), e.getValue()));
        return annotations;
    }

    private static String ociConfig(ImageContent source) {
        String mediaType = source.manifest().path("config").path("mediaType").asText();
        return switch (mediaType) {
            case MediaType.OCI_CONFIG, MediaType.DOCKER_CONFIG -> MediaType.OCI_CONFIG;
            default ->
                throw failed(
                        ReasonCode.UNSUPPORTED_IMAGE,
                        source,
                        "its configuration is of type '" + mediaType + "': no image");
        };
    }

    /** The same descriptor with an OCI media type. Docker's foreign layers (Windows) have no counterpart this product could write. */
    private static ObjectNode inOciWords(ObjectNode layer, ImageContent source) {
        String mediaType = layer.path("mediaType").asText();
        ObjectNode copy = layer.deepCopy();
        switch (mediaType) {
            case MediaType.DOCKER_LAYER_GZIP -> copy.put("mediaType", MediaType.OCI_LAYER_GZIP);
            case "application/vnd.docker.image.rootfs.diff.tar" ->
                copy.put("mediaType", "application/vnd.oci.image.layer.v1.tar");
            case "application/vnd.docker.image.rootfs.diff.tar.zstd" ->
                copy.put("mediaType", "application/vnd.oci.image.layer.v1.tar+zstd");
            default -> {
                if (!mediaType.startsWith("application/vnd.oci.image.layer.v1.tar")) {
                    throw failed(ReasonCode.UNSUPPORTED_IMAGE, source, "it has a layer of type '" + mediaType + "'");
                }
            }
        }
        return copy;
    }

    private static ObjectNode written(Descriptor layer) {
        ObjectNode written = ImageContent.JSON
                .createObjectNode()
                .put("mediaType", layer.mediaType())
                .put("digest", layer.digest().value())
                .put("size", layer.size());
        if (!layer.annotations().isEmpty()) {
            ObjectNode annotations = written.putObject("annotations");
            new TreeMap<>(layer.annotations()).forEach(annotations::put);
        }
        return written;
    }

    private static Descriptor descriptor(JsonNode layer, ImageContent source) {
        String digest = layer.path("digest").asText();
        return Descriptor.of(
                layer.path("mediaType").asText(),
                Digest.parse(digest)
                        .orElseThrow(() -> failed(
                                ReasonCode.UNSUPPORTED_IMAGE,
                                source,
                                "it has a layer whose digest is '" + digest + "', no sha256")),
                layer.path("size").asLong());
    }

    private static FailureException failed(ReasonCode reason, ImageContent source, String why) {
        return Failure.of(reason, "sealing the patch of " + source.digest() + ": " + why)
                .toException();
    }
}
