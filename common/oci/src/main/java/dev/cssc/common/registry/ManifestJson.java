package dev.cssc.common.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the JSON of the OCI image-spec field by field, within limits. Every problem is {@code MANIFEST_INVALID} and names the document and
 * the field.
 */
final class ManifestJson {
    /** Layers of an image, manifests of an index, referrers of a subject on one page: far beyond what exists. */
    static final int MOST_DESCRIPTORS = 4_096;

    private final String document;

    /**
     * @param document what is read, for messages: {@code manifest sha256:…}
     */
    ManifestJson(String document) {
        this.document = document;
    }

    JsonNode object(byte[] content) {
        if (content.length > BoundedJson.LARGEST_DOCUMENT) {
            throw SizeLimit.exceeded("reading " + document, BoundedJson.LARGEST_DOCUMENT);
        }
        try {
            JsonNode tree = BoundedJson.parse(content);
            if (!tree.isObject()) {
                throw invalid("it is no JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw invalid(e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    FailureException invalid(String why) {
        return Failure.of(ReasonCode.MANIFEST_INVALID, "reading " + document + ": " + why)
                .toException();
    }

    /** The document's own media type must be the one it was served as, and it must not be manifest and index at once (CVE-2021-41190). */
    void requireOneKind(JsonNode tree, String servedAs, String absentField) {
        String own = text(tree, "mediaType").orElse(servedAs);
        if (!own.equals(servedAs)) {
            throw invalid("it says of itself that it is " + own + ", but was served as " + servedAs);
        }
        if (tree.has(absentField)) {
            throw invalid("it has a field '" + absentField + "', which a document of type " + servedAs + " has not");
        }
    }

    List<Descriptor> descriptors(JsonNode tree, String field) {
        JsonNode list = tree.path(field);
        if (!list.isArray()) {
            throw invalid("field '" + field + "' is no list");
        }
        if (list.size() > MOST_DESCRIPTORS) {
            throw invalid("field '" + field + "' has more than " + MOST_DESCRIPTORS + " entries");
        }
        List<Descriptor> result = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            result.add(descriptor(list.get(i), field + "[" + i + "]"));
        }
        return List.copyOf(result);
    }

    Descriptor descriptor(JsonNode node, String field) {
        if (!node.isObject()) {
            throw invalid("field '" + field + "' is no descriptor");
        }
        String mediaType = text(node, "mediaType").orElseThrow(() -> invalid(field + " has no mediaType"));
        Digest digest =
                text(node, "digest").flatMap(Digest::parse).orElseThrow(() -> invalid(field + " has no sha256 digest"));
        JsonNode size = node.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw invalid(field + " has no size");
        }
        return new Descriptor(
                mediaType,
                digest,
                size.longValue(),
                platform(node.path("platform")),
                text(node, "artifactType").filter(type -> !type.isEmpty()),
                strings(node, "annotations"));
    }

    /** Empty where there is none, or one without operating system or architecture. */
    Optional<Platform> platform(JsonNode node) {
        Optional<String> os = text(node, "os").filter(s -> !s.isEmpty());
        Optional<String> architecture = text(node, "architecture").filter(s -> !s.isEmpty());
        return os.flatMap(o ->
                architecture.map(a -> new Platform(o, a, text(node, "variant").filter(s -> !s.isEmpty()))));
    }

    Optional<Descriptor> optionalDescriptor(JsonNode tree, String field) {
        JsonNode node = tree.path(field);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(descriptor(node, field));
    }

    Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** A map of strings in the order of its keys; empty where the field is absent or null. */
    Map<String, String> strings(JsonNode node, String field) {
        JsonNode map = node.path(field);
        if (map.isMissingNode() || map.isNull()) {
            return Map.of();
        }
        if (!map.isObject()) {
            throw invalid("field '" + field + "' is no map");
        }
        Map<String, String> result = new TreeMap<>();
        map.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw invalid("field '" + field + "' has a value that is no text: " + entry.getKey());
            }
            result.put(entry.getKey(), entry.getValue().textValue());
        });
        return result;
    }
}
