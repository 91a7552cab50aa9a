package dev.cssc.common.planning.takeover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.planning.takeover.YamlTree.Mapping;
import dev.cssc.common.planning.takeover.YamlTree.Scalar;
import dev.cssc.common.planning.takeover.YamlTree.Sequence;
import dev.cssc.common.policy.PolicyProblem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Copa's file for many images ({@code copa patch --config}; {@code kind: PatchConfig}, copacetic {@code pkg/bulk/config.go}) as a policy.
 * What has no equal is told with its place and never approximated: an image whose tags cannot be selected alike is left out, so that the
 * policy selects nothing that Copa would not have.
 */
public final class CopaBulkConfig {
    private static final String API_VERSION = "copa.sh/v1alpha1";
    private static final String KIND = "PatchConfig";
    private static final String SOURCE_TAG_PATCHED = "{{.SourceTag}}-patched";
    private static final String DOCKER_HUB = "docker.io";

    private static final String NO_CHISEL = "chiselled images are not patched here";

    private static final Map<String, String> NO_EQUAL_AT_TOP = Map.of(
            "charts", "images are named one by one here; Helm charts are not read",
            "chartTarget", "Helm charts are not written here",
            "overrides", "Helm charts are not read, hence nothing in them is replaced",
            "chiselRelease", NO_CHISEL);

    private final WithoutEqual withoutEqual = new WithoutEqual();

    private CopaBulkConfig() {}

    /**
     * A policy and what of the file it does not hold.
     *
     * @param policy the policy; without any repository where none of the images could be put into one
     * @param withoutEqual each with the JSON path within Copa's file, its line and column, and a sentence about what is not the same
     */
    public record Translation(ObjectNode policy, List<PolicyProblem> withoutEqual) {
        public Translation {
            withoutEqual = List.copyOf(withoutEqual);
        }
    }

    /**
     * Reads Copa's file.
     *
     * @param yaml its bytes, UTF-8
     * @throws FailureException {@link ReasonCode#POLICY_INVALID} with line and column where it is no YAML or no PatchConfig,
     *     {@link ReasonCode#TOO_LARGE} beyond 1 MiB
     */
    public static Translation translate(byte[] yaml) {
        return new CopaBulkConfig().policy(YamlTree.read(yaml));
    }

    private Translation policy(YamlTree document) {
        if (!(document instanceof Mapping root)) {
            throw refused(document, "expected a mapping with apiVersion, kind and images");
        }
        require(root, "apiVersion", API_VERSION);
        require(root, "kind", KIND);
        root.members().forEach((key, value) -> {
            if (!Set.of("apiVersion", "kind", "target", "images").contains(key)) {
                String why = NO_EQUAL_AT_TOP.getOrDefault(key, "is no key of Copa's that is known here");
                withoutEqual.add("$." + key, value, why);
            }
        });
        ObjectNode policy = JsonNodeFactory.instance.objectNode();
        policy.put("version", "v1").put("tag-convention", "floating");
        ArrayNode repositories = policy.putArray("repositories");
        Optional<YamlTree> target = Optional.ofNullable(root.members().get("target"));
        target.flatMap(CopaBulkConfig::tagTemplate).ifPresent(tag -> template("$.target.tag", tag));
        List<YamlTree> images = root.members().get("images") instanceof Sequence list ? list.elements() : List.of();
        for (int i = 0; i < images.size(); i++) {
            image("$.images[" + i + "]", images.get(i), target).ifPresent(entry -> addOnce(repositories, entry));
        }
        return new Translation(policy, withoutEqual.all());
    }

    /** The same entry twice is an error in a policy, and means nothing in Copa's file. */
    private static void addOnce(ArrayNode repositories, ObjectNode entry) {
        for (var earlier : repositories) {
            if (earlier.equals(entry)) {
                return;
            }
        }
        repositories.add(entry);
    }

    private Optional<ObjectNode> image(String path, YamlTree value, Optional<YamlTree> globalTarget) {
        if (!(value instanceof Mapping image)) {
            return withoutEqual.leftOut(path, value, "is no mapping");
        }
        image.members().forEach((key, member) -> {
            if (key.equals("chiselRelease")) {
                withoutEqual.add(path + ".chiselRelease", member, NO_CHISEL);
            } else if (!Set.of("name", "image", "tags", "target", "platforms").contains(key)) {
                withoutEqual.add(path + "." + key, member, "is no key of Copa's that is known here");
            }
        });
        Optional<Repository> repository = repository(path, image);
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        Optional<PatchTarget> target = target(path, image, repository.get(), globalTarget);
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("registry", repository.get().registry())
                .put("repository", repository.get().path());
        if (!new CopaTags(withoutEqual, entry).put(path, image)) {
            return Optional.empty();
        }
        platforms(path, image).ifPresent(list -> entry.set("platforms", list));
        target.ifPresent(there -> put(there, entry.putObject("target")));
        return Optional.of(entry);
    }

    /** Names are completed as Copa's library does (go-containerregistry): without a host it is Docker Hub, without a path its library. */
    private Optional<Repository> repository(String path, Mapping image) {
        if (!(image.members().get("image") instanceof Scalar name)
                || name.text().isEmpty()) {
            return withoutEqual.leftOut(path + ".image", image, "the image's name is missing");
        }
        String first =
                name.text().contains("/") ? name.text().substring(0, name.text().indexOf('/')) : "";
        boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
        String whole =
                named ? name.text() : DOCKER_HUB + "/" + (name.text().contains("/") ? "" : "library/") + name.text();
        try {
            return Optional.of(Repository.parse(whole));
        } catch (IllegalArgumentException e) {
            return withoutEqual.leftOut(path + ".image", name, "is no repository without a tag: " + e.getMessage());
        }
    }

    /** The image's own target, key by key, goes before the one of all. */
    private Optional<PatchTarget> target(
            String path, Mapping image, Repository source, Optional<YamlTree> globalTarget) {
        Optional<YamlTree> own = Optional.ofNullable(image.members().get("target"));
        own.flatMap(CopaBulkConfig::tagTemplate).ifPresent(tag -> template(path + ".target.tag", tag));
        Optional<Scalar> ownRegistry = own.flatMap(target -> text(target, "registry"));
        String place = ownRegistry.isPresent() ? path + ".target.registry" : "$.target.registry";
        return ownRegistry
                .or(() -> globalTarget.flatMap(target -> text(target, "registry")))
                .flatMap(registry -> target(place, registry, new CopaTarget(registry.text(), source)));
    }

    private Optional<PatchTarget> target(String place, Scalar at, CopaTarget copas) {
        if (copas.isBesideSource()) {
            return Optional.empty();
        }
        Repository source = copas.source();
        Optional<PatchTarget> target = copas.nearest();
        Repository here = target.map(there -> there.siteOf(source)).orElse(source);
        if (target.isEmpty()) {
            withoutEqual.add(place, at, "patches of " + source + " lie beside it here, not in " + copas.copas());
        } else if (!here.toString().equals(copas.copas())) {
            withoutEqual.add(
                    place,
                    at,
                    "patches of " + source + " go to " + here + " here, not to " + copas.copas()
                            + ": Copa keeps only the last part of the path, here it is kept in full");
        }
        return target;
    }

    private static void put(PatchTarget target, ObjectNode into) {
        target.registry().ifPresent(registry -> into.put("registry", registry));
        target.prefix().ifPresent(prefix -> into.put("prefix", prefix));
    }

    private void template(String path, Scalar tag) {
        if (!tag.text().replace(" ", "").equals(SOURCE_TAG_PATCHED)) {
            withoutEqual.add(
                    path, tag, "patches are named with -patched behind the source's tag here, not " + tag.text());
        }
    }

    private Optional<ArrayNode> platforms(String path, Mapping image) {
        if (!(image.members().get("platforms") instanceof Sequence list)) {
            return Optional.empty();
        }
        ArrayNode platforms = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.elements().size(); i++) {
            YamlTree element = list.elements().get(i);
            String name = element instanceof Scalar scalar ? scalar.text() : "";
            try {
                platforms.add(Platform.parse(name).toString());
            } catch (IllegalArgumentException e) {
                withoutEqual.add(path + ".platforms[" + i + "]", element, String.valueOf(e.getMessage()));
            }
        }
        return platforms.isEmpty() ? Optional.empty() : Optional.of(platforms);
    }

    private static Optional<Scalar> tagTemplate(YamlTree target) {
        return text(target, "tag");
    }

    private static Optional<Scalar> text(YamlTree around, String key) {
        return around instanceof Mapping mapping
                        && mapping.members().get(key) instanceof Scalar scalar
                        && !scalar.isNull()
                        && !scalar.text().isEmpty()
                ? Optional.of(scalar)
                : Optional.empty();
    }

    private static void require(Mapping root, String key, String expected) {
        YamlTree found = root.members().get(key);
        if (!(found instanceof Scalar scalar) || !scalar.text().equals(expected)) {
            throw refused(found == null ? root : found, "expected " + key + ": " + expected);
        }
    }

    private static FailureException refused(YamlTree at, String why) {
        return Failure.of(ReasonCode.POLICY_INVALID, "reading Copa's file: " + at.position() + ": " + why)
                .toException();
    }

    /** What has no equal, in the order in which it was met, each place once. */
    static final class WithoutEqual {
        private final List<PolicyProblem> problems = new ArrayList<>();

        void add(String path, YamlTree at, String sentence) {
            problems.add(new PolicyProblem(path, sentence, Optional.of(at.position())));
        }

        <T> Optional<T> leftOut(String path, YamlTree at, String sentence) {
            add(path, at, sentence + "; the image is left out");
            return Optional.empty();
        }

        List<PolicyProblem> all() {
            return problems;
        }
    }
}
