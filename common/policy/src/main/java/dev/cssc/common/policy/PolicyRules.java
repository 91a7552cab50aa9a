package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a schema cannot say, or not in words that help. Works on any document, also on one that breaks the schema: what has not the expected
 * form is passed over here, because the schema tells of it.
 *
 * @param document the document
 * @param defaultRegistry of the entries for which the document names none
 * @param problems takes what is wrong
 * @param warnings takes what is allowed and looks like a slip
 */
record PolicyRules(
        JsonNode document,
        Optional<String> defaultRegistry,
        Consumer<PolicyProblem> problems,
        Consumer<PolicyProblem> warnings) {

    // ACR, at submission: -0 to -999 and leading zeros are all reserved there, more than what a run takes for a patch.
    private static final Pattern RESERVED_SUFFIX = Pattern.compile("(?:-[0-9]{1,3}|-patched)+$");

    void check() {
        common(document, "$");
        Map<List<String>, Convention> conventions = new HashMap<>();
        JsonNode entries = document.path("repositories");
        for (int i = 0; entries.isArray() && i < entries.size(); i++) {
            String path = "$.repositories[" + i + "]";
            JsonNode entry = entries.path(i);
            if (entry.isObject()) {
                common(entry, path);
                tags(entry.path("tags"), path + ".tags");
                globs(entry.path("include"), path + ".include");
                globs(entry.path("exclude"), path + ".exclude");
                semver(entry.path("semver").path("range"), path + ".semver.range");
                registry(entry, path);
                convention(entry, path, conventions);
            }
        }
        new TargetRules(document, defaultRegistry, problems).check();
    }

    /** Keys that both the document and its entries have. */
    private void common(JsonNode object, String path) {
        text(object.path("registry")).ifPresent(host -> host(host, path + ".registry"));
        each(object.path("platforms"), path + ".platforms", (platform, at) -> {
            try {
                Platform.parse(platform);
            } catch (IllegalArgumentException e) {
                problem(
                        at,
                        "is \"" + platform + "\"; expected os/architecture[/variant]",
                        "for example \"linux/amd64\"");
            }
        });
        rebase(object.path("rebase"), path + ".rebase");
        JsonNode ignores = object.path("ignore");
        for (int i = 0; ignores.isArray() && i < ignores.size(); i++) {
            String at = path + ".ignore[" + i + "].expires";
            text(ignores.path(i).path("expires"))
                    // Another form is told of by the schema.
                    .filter(day -> day.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}"))
                    .ifPresent(day -> day(day, at));
        }
    }

    private void rebase(JsonNode rebase, String path) {
        String proposal = "for example {\"base\": \"registry.example/debian:12\"}";
        if (rebase.isBoolean() && rebase.booleanValue()) {
            problem(path, "is true; expected an object with the base, or false", proposal);
        }
        text(rebase.path("base")).filter(base -> !base.isEmpty()).ifPresent(base -> base(base, path + ".base"));
    }

    /** It has to be a tag, since what a digest names never has a newer build. */
    private void base(String base, String path) {
        try {
            if (ImageReference.parse(base).digest().isPresent()) {
                problem(
                        path,
                        "is \"" + cut(base) + "\"; expected registry/repository:tag, and no digest",
                        "name the tag that newer builds of the base get");
            }
        } catch (IllegalArgumentException e) {
            problem(
                    path,
                    "is \"" + cut(base) + "\"; expected registry/repository:tag",
                    "for example \"registry.example/debian:12\"");
        }
    }

    private void host(String host, String path) {
        host(host, path, problems);
    }

    /** Tells where a text is no host with or without port. */
    static void host(String host, String path, Consumer<PolicyProblem> problems) {
        try {
            new Repository(host, "r");
        } catch (IllegalArgumentException e) {
            String proposal = host.contains("/")
                    ? "write the host alone, without https:// and without a path"
                    : "for example \"registry.example:5000\"";
            problems.accept(PolicyProblem.at(path, "is \"" + host + "\"; expected a host and an optional port")
                    .proposing(proposal));
        }
    }

    private void day(String day, String path) {
        try {
            LocalDate.parse(day);
        } catch (DateTimeException e) {
            problems.accept(PolicyProblem.at(path, "is \"" + day + "\", which is no day of the calendar"));
        }
    }

    private void tags(JsonNode tags, String path) {
        each(tags, path, (tag, at) -> {
            if (tag.equals(TagChoice.EVERY_TAG)) {
                if (tags.size() > 1) {
                    problem(
                            at,
                            "is * beside other tags; * stands alone for every tag",
                            "leave out the * or all other tags");
                }
            } else if (RESERVED_SUFFIX.matcher(tag).find()) {
                PolicyProblem reserved = PolicyProblem.at(
                        at,
                        "is \"" + tag
                                + "\"; names that end in -patched or in -0 to -999 are reserved for patches. Name the source");
                String source = RESERVED_SUFFIX.matcher(tag).replaceFirst("");
                problems.accept(source.isEmpty() ? reserved : reserved.proposing("write \"" + source + "\""));
            } else if (!tag.isEmpty() && !Tag.isValid(tag)) {
                PolicyProblem warning = PolicyProblem.at(
                        at,
                        "is \"" + cut(tag)
                                + "\", which no tag can be called; tags are compared literally, so that nothing will be found");
                boolean pattern = tag.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
                warnings.accept(pattern ? warning.proposing("put patterns under \"include\"") : warning);
            }
        });
    }

    private void globs(JsonNode globs, String path) {
        each(globs, path, (glob, at) -> {
            // Too short or too long is told of by the schema.
            if (!glob.isEmpty() && glob.length() <= Glob.LONGEST) {
                told(at, glob, () -> Glob.parse(glob));
            }
        });
    }

    private void semver(JsonNode range, String path) {
        text(range)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> told(path, text, () -> SemverWindow.of(Optional.of(text), OptionalInt.empty())));
    }

    private void told(String path, String written, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            problems.accept(PolicyProblem.at(path, "\"" + cut(written) + "\" " + e.getMessage()));
        }
    }

    private void registry(JsonNode entry, String path) {
        boolean named = entry.has("registry") || document.has("registry") || defaultRegistry.isPresent();
        if (!named) {
            problem(path, "names no registry, and neither does the document", "add \"registry\" or pass --registry");
        }
    }

    private record Convention(TagConvention convention, String path) {}

    /** Two names for the next patch of one image cannot both be right. */
    private void convention(JsonNode entry, String path, Map<List<String>, Convention> known) {
        Optional<String> repository = text(entry.path("repository"));
        Optional<TagConvention> convention = convention(entry)
                .or(() -> entry.has("tag-convention") ? Optional.empty() : convention(document))
                .or(() -> entry.has("tag-convention") || document.has("tag-convention")
                        ? Optional.empty()
                        : Optional.of(TagConvention.INCREMENTAL));
        if (repository.isEmpty()
                || convention.isEmpty()
                || !entry.path("enabled").asBoolean(true)) {
            return;
        }
        String registry =
                new PolicyBuilder(document, defaultRegistry).registry(entry).orElse("");
        Convention here = new Convention(convention.get(), path);
        Convention first = known.putIfAbsent(List.of(registry, repository.get()), here);
        if (first != null && first.convention() != here.convention()) {
            problem(
                    entry.has("tag-convention") ? path + ".tag-convention" : path,
                    "names patches of " + repository.get() + " " + here.convention() + ", but " + first.path()
                            + " names them " + first.convention(),
                    "give all entries of one repository the same \"tag-convention\"");
        }
    }

    private static Optional<TagConvention> convention(JsonNode object) {
        return text(object.path("tag-convention"))
                .filter(text -> text.equals("incremental") || text.equals("floating"))
                .map(TagConvention::parse);
    }

    private interface Check {
        void at(String element, String path);
    }

    private static void each(JsonNode array, String path, Check check) {
        for (int i = 0; array.isArray() && i < array.size(); i++) {
            if (array.path(i).isTextual()) {
                check.at(array.path(i).textValue(), path + "[" + i + "]");
            }
        }
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }

    private void problem(String path, String message, String proposal) {
        problems.accept(PolicyProblem.at(path, message).proposing(proposal));
    }

    static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
