package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An image's config (OCI image-spec, config.md; Docker's is the same in what is read here). Holds the whole document: fields nobody here
 * knows survive {@link #tree()} and {@link #bytes(ObjectNode)}.
 */
public final class ImageConfig {
    /** Largest config read, in bytes. */
    public static final int LARGEST = BoundedJson.LARGEST_DOCUMENT;

    private static final int MOST_ENTRIES = 10_000;

    private final ManifestJson json;
    private final ObjectNode tree;

    private ImageConfig(ManifestJson json, ObjectNode tree) {
        this.json = json;
        this.tree = tree;
    }

    /**
     * One entry of the history.
     *
     * @param createdBy the command, or empty
     * @param emptyLayer true where it made no layer
     */
    public record HistoryEntry(String createdBy, boolean emptyLayer) {}

    /**
     * Reads a config.
     *
     * @throws dev.cssc.common.failure.FailureException {@code MANIFEST_INVALID} where it is none, {@code TOO_LARGE} beyond {@link #LARGEST}
     */
    public static ImageConfig parse(byte[] content) {
        ManifestJson json = new ManifestJson("image config " + Digest.of(content));
        JsonNode tree = json.object(content);
        ImageConfig config = new ImageConfig(json, (ObjectNode) tree);
        config.diffIds(); // what everything else stands on; the rest is optional
        return config;
    }

    /** The whole document; the caller's own copy, to be changed at will. */
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    /** A document as bytes, fields in their order, without white space. */
    public static byte[] bytes(ObjectNode tree) {
        return BoundedJson.write(tree);
    }

    /** What it runs on; empty where the document does not say, as for artifacts. */
    public Optional<Platform> platform() {
        return json.platform(tree);
    }

    /** {@code config.Entrypoint}; empty where absent. */
    public List<String> entrypoint() {
        return texts(settings().path("Entrypoint"), "config.Entrypoint");
    }

    /** {@code config.Cmd}; empty where absent. */
    public List<String> cmd() {
        return texts(settings().path("Cmd"), "config.Cmd");
    }

    /** {@code config.Env}, as {@code NAME=value} in their order. */
    public List<String> env() {
        return texts(settings().path("Env"), "config.Env");
    }

    /** {@code config.User}; the empty text where absent, which means the same. */
    public String user() {
        return json.text(settings(), "User").orElse("");
    }

    /** {@code config.WorkingDir}; the empty text where absent. */
    public String workingDir() {
        return json.text(settings(), "WorkingDir").orElse("");
    }

    /** {@code config.ExposedPorts}, as {@code 80/tcp}. */
    public SortedSet<String> exposedPorts() {
        return keys(settings().path("ExposedPorts"), "config.ExposedPorts");
    }

    /** {@code config.Volumes}: paths. */
    public SortedSet<String> volumes() {
        return keys(settings().path("Volumes"), "config.Volumes");
    }

    /** {@code config.Labels}. */
    public Map<String, String> labels() {
        return json.strings(settings(), "Labels");
    }

    /** {@code rootfs.diff_ids}: digests of the unpacked layers, lowest first. */
    public List<Digest> diffIds() {
        List<Digest> digests = new ArrayList<>();
        for (String text : texts(tree.path("rootfs").path("diff_ids"), "rootfs.diff_ids")) {
            digests.add(Digest.parse(text)
                    .orElseThrow(() -> json.invalid("field 'rootfs.diff_ids' has an entry that is no sha256 digest")));
        }
        return List.copyOf(digests);
    }

    /** {@code history}, oldest first. */
    public List<HistoryEntry> history() {
        JsonNode list = listOf(tree.path("history"), "history");
        List<HistoryEntry> entries = new ArrayList<>();
        for (JsonNode entry : list) {
            entries.add(new HistoryEntry(
                    json.text(entry, "created_by").orElse(""),
                    entry.path("empty_layer").asBoolean(false)));
        }
        return List.copyOf(entries);
    }

    private JsonNode settings() {
        return tree.path("config");
    }

    private List<String> texts(JsonNode node, String field) {
        List<String> result = new ArrayList<>();
        for (JsonNode entry : listOf(node, field)) {
            if (!entry.isTextual()) {
                throw json.invalid("field '" + field + "' has an entry that is no text");
            }
            result.add(entry.textValue());
        }
        return List.copyOf(result);
    }

    /** A list; absent and null are the empty one. */
    private JsonNode listOf(JsonNode node, String field) {
        if (!node.isArray() && !node.isNull() && !node.isMissingNode() || node.size() > MOST_ENTRIES) {
            throw json.invalid("field '" + field + "' is no list of at most " + MOST_ENTRIES + " entries");
        }
        return node;
    }

    private SortedSet<String> keys(JsonNode node, String field) {
        if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
            throw json.invalid("field '" + field + "' is no map");
        }
        SortedSet<String> result = new TreeSet<>();
        node.fieldNames().forEachRemaining(result::add);
        return Collections.unmodifiableSortedSet(result);
    }
}
