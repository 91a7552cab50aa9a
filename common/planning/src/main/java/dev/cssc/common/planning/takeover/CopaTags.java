package dev.cssc.common.planning.takeover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.image.Tag;
import dev.cssc.common.planning.takeover.CopaBulkConfig.WithoutEqual;
import dev.cssc.common.planning.takeover.YamlTree.Mapping;
import dev.cssc.common.planning.takeover.YamlTree.Scalar;
import dev.cssc.common.planning.takeover.YamlTree.Sequence;
import dev.cssc.common.policy.TagChoice;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tags of one image Copa patches ({@code tags}), put into the entry of a policy. The strategies {@code pattern} and {@code latest}
 * look at semantic versions only, whatever Copa's documentation says of other tags (copacetic {@code pkg/bulk/discover.go}); so does what
 * they become.
 */
final class CopaTags {
    private static final int EVERY_VERSION = 0;

    private final WithoutEqual withoutEqual;
    private final ObjectNode entry;

    CopaTags(WithoutEqual withoutEqual, ObjectNode entry) {
        this.withoutEqual = withoutEqual;
        this.entry = entry;
    }

    /** Writes the selection into the entry; false where it has no equal, which is told then. */
    boolean put(String path, Mapping image) {
        String at = path + ".tags";
        if (!(image.members().get("tags") instanceof Mapping tags)) {
            return leftOut(at, image, "the tags are missing");
        }
        tags.members().forEach((key, value) -> {
            if (!Set.of("strategy", "list", "pattern", "maxTags", "exclude").contains(key)) {
                withoutEqual.add(at + "." + key, value, "is no key of Copa's that is known here");
            }
        });
        YamlTree strategy = tags.members().get("strategy");
        return switch (strategy instanceof Scalar scalar ? scalar.text() : "") {
            case "list" -> list(at, tags);
            case "pattern" -> pattern(at, tags);
            case "latest" -> newest(at, tags, 1);
            default ->
                leftOut(
                        at + ".strategy",
                        strategy == null ? tags : strategy,
                        "is none of the strategies list, pattern and latest");
        };
    }

    private boolean list(String at, Mapping tags) {
        // Copa looks at neither of them here.
        unused(at, tags, "exclude", "list");
        unused(at, tags, "maxTags", "list");
        ArrayNode kept = entry.putArray("tags");
        texts(at + ".list", tags, "list").forEach(kept::add);
        return !kept.isEmpty() || leftOut(at + ".list", tags, "holds no tag");
    }

    private boolean pattern(String at, Mapping tags) {
        if (!(tags.members().get("pattern") instanceof Scalar pattern)
                || pattern.text().isEmpty()) {
            return leftOut(at + ".pattern", tags, "the pattern is missing");
        }
        Optional<List<String>> globs = TagPattern.asGlobs(pattern.text());
        if (globs.isEmpty()) {
            return leftOut(
                    at + ".pattern", pattern, "is no pattern that globs (*, ? and [0-9]) can say: " + pattern.text());
        }
        int most = EVERY_VERSION;
        if (tags.members().get("maxTags") instanceof Scalar limit) {
            try {
                most = Math.max(EVERY_VERSION, Integer.parseInt(limit.text()));
            } catch (NumberFormatException e) {
                return leftOut(at + ".maxTags", limit, "is no number");
            }
        }
        if (most > EVERY_VERSION || globs.get().stream().anyMatch(CopaTags::hasWildcard)) {
            newest(at, tags, most);
        } else {
            // Each glob is one tag: what Copa leaves out as no version need not be looked at again.
            everyTag(at, tags);
        }
        ArrayNode include = JsonNodeFactory.instance.arrayNode();
        globs.get().forEach(include::add);
        entry.set("include", include);
        return true;
    }

    private boolean newest(String at, Mapping tags, int most) {
        everyTag(at, tags);
        ObjectNode semver = entry.putObject("semver");
        if (most > EVERY_VERSION) {
            semver.put("newest", most);
        } else {
            semver.put("range", "*");
        }
        withoutEqual.add(
                at,
                tags,
                "versions with a pre-release part (1.25-alpine) or of one number (22) count for Copa and are left out here");
        return true;
    }

    private void everyTag(String at, Mapping tags) {
        entry.putArray("tags").add(TagChoice.EVERY_TAG);
        ArrayNode exclude = JsonNodeFactory.instance.arrayNode();
        texts(at + ".exclude", tags, "exclude").forEach(exclude::add);
        if (!exclude.isEmpty()) {
            entry.set("exclude", exclude);
        }
    }

    private static boolean hasWildcard(String glob) {
        return glob.contains("*") || glob.contains("?") || glob.contains("[");
    }

    /** The tags under that key, each once. One that no registry can hold is told; {@code *} among them would mean every tag here. */
    private List<String> texts(String at, Mapping tags, String key) {
        if (!(tags.members().get(key) instanceof Sequence list)) {
            return List.of();
        }
        for (int i = 0; i < list.elements().size(); i++) {
            YamlTree element = list.elements().get(i);
            if (!(element instanceof Scalar scalar) || !Tag.isValid(scalar.text())) {
                withoutEqual.add(at + "[" + i + "]", element, "is no tag that a registry can hold");
            }
        }
        return list.elements().stream()
                .filter(Scalar.class::isInstance)
                .map(element -> ((Scalar) element).text())
                .filter(Tag::isValid)
                .distinct()
                .toList();
    }

    private void unused(String at, Mapping tags, String key, String strategy) {
        YamlTree value = tags.members().get(key);
        if (value != null) {
            withoutEqual.add(at + "." + key, value, "means nothing to Copa with the strategy " + strategy);
        }
    }

    private boolean leftOut(String path, YamlTree at, String sentence) {
        return withoutEqual.leftOut(path, at, sentence).isPresent();
    }
}
