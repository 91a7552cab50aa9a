package dev.cssc.patch.staging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of an image that was put on another build of its base: the source's in everything but the list of layers and the
 * history, of which the part that tells of the base is the newer build's (OCI image-spec, config.md).
 */
final class RebasedConfig {
    private RebasedConfig() {}

    /**
     * @param source the image
     * @param from the build below it
     * @param to the build that comes in its place
     * @param at when, as the history writes it
     * @param deed what was done, for the history
     */
    static ObjectNode of(ImageContent source, ImageContent from, ImageContent to, String at, String deed) {
        int below = from.layers().size();
        ObjectNode config = source.config().deepCopy();
        config.put("created", at);
        ArrayNode diffIds = config.withObjectProperty("rootfs").putArray("diff_ids");
        to.diffIds().forEach(diffIds::add);
        source.diffIds().subList(below, source.diffIds().size()).forEach(diffIds::add);
        // A configuration without history stays so: one with fewer entries than layers would be wrong.
        if (source.config().path("history") instanceof ArrayNode written) {
            ArrayNode history = config.putArray("history");
            ofBase(to, at, deed).forEach(history::add);
            own(written, from).forEach(history::add);
            history.addObject()
                    .put("created", at)
                    .put("created_by", deed)
                    .put("comment", "continuous patching")
                    .put("empty_layer", true);
        }
        return config;
    }

    /** The build's own history; where it has none that fits its layers, one entry a layer. */
    private static List<JsonNode> ofBase(ImageContent to, String at, String deed) {
        List<JsonNode> history = entries(to.config().path("history"));
        if (history.stream().filter(RebasedConfig::hasLayer).count()
                == to.layers().size()) {
            return history;
        }
        List<JsonNode> made = new ArrayList<>();
        to.layers()
                .forEach(layer -> made.add(
                        ImageContent.JSON.createObjectNode().put("created", at).put("created_by", deed)));
        return made;
    }

    /** What follows the old build's history; where it does not begin with that, what follows the last of its layers. */
    private static List<JsonNode> own(ArrayNode written, ImageContent from) {
        List<JsonNode> history = entries(written);
        List<JsonNode> base = entries(from.config().path("history"));
        int layers = from.layers().size();
        if (base.stream().filter(RebasedConfig::hasLayer).count() == layers
                && history.size() >= base.size()
                && history.subList(0, base.size()).equals(base)) {
            return history.subList(base.size(), history.size());
        }
        int end = 0;
        for (int left = layers; end < history.size() && left > 0; end++) {
            left -= hasLayer(history.get(end)) ? 1 : 0;
        }
        return history.subList(end, history.size());
    }

    private static boolean hasLayer(JsonNode entry) {
        return !entry.path("empty_layer").asBoolean(false);
    }

    private static List<JsonNode> entries(JsonNode array) {
        List<JsonNode> entries = new ArrayList<>();
        array.forEach(entries::add);
        return entries;
    }
}
