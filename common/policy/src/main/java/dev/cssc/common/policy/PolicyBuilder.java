package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.MultiPlatform;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.TagConvention;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes a policy of a document without problems: what an entry says replaces what the document says, except that the ignored
 * vulnerabilities of both are united.
 *
 * @param document the document, which follows all rules
 * @param defaultRegistry of the entries for which the document names none
 */
record PolicyBuilder(JsonNode document, Optional<String> defaultRegistry) {

    Policy policy() {
        TagConvention convention = convention(document).orElse(TagConvention.INCREMENTAL);
        List<Policy.Entry> entries = new ArrayList<>();
        JsonNode repositories = document.path("repositories");
        for (int i = 0; i < repositories.size(); i++) {
            JsonNode entry = repositories.path(i);
            entries.add(new Policy.Entry(
                    "$.repositories[" + i + "]",
                    registry(entry).orElse(""),
                    entry.path("repository").textValue(),
                    tags(entry),
                    convention(entry).orElse(convention),
                    criteria(entry),
                    entry.path("enabled").asBoolean(true)));
        }
        return new Policy(convention, entries);
    }

    /**
     * The entry's registry, else the document's, else the one that was given for those that name none. In small letters: hosts are the same
     * in any case, and one repository must not be two.
     */
    Optional<String> registry(JsonNode entry) {
        return text(entry, "registry")
                .or(() -> text(document, "registry"))
                .or(() -> defaultRegistry)
                .map(host -> host.toLowerCase(Locale.ROOT));
    }

    /** The convention that this object itself states. */
    static Optional<TagConvention> convention(JsonNode documentOrEntry) {
        return text(documentOrEntry, "tag-convention").map(TagConvention::parse);
    }

    private static TagChoice tags(JsonNode entry) {
        List<String> named = texts(entry, "tags");
        List<Glob> include = texts(entry, "include").stream().map(Glob::parse).toList();
        Optional<SemverWindow> semver =
                entry.has("semver") ? Optional.of(semver(entry.path("semver"))) : Optional.empty();
        boolean every = named.equals(List.of(TagChoice.EVERY_TAG));
        boolean byPattern = every || !include.isEmpty() || semver.isPresent();
        return new TagChoice(
                every ? List.of() : named,
                byPattern ? Optional.of(new TagChoice.Pattern(include, semver)) : Optional.empty(),
                texts(entry, "exclude").stream().map(Glob::parse).toList());
    }

    private static SemverWindow semver(JsonNode semver) {
        return SemverWindow.of(
                text(semver, "range"),
                semver.has("newest") ? OptionalInt.of(semver.path("newest").intValue()) : OptionalInt.empty());
    }

    private Criteria criteria(JsonNode entry) {
        List<IgnoredVulnerability> ignored = new ArrayList<>();
        entry.path("ignore").forEach(one -> ignored.add(ignored(one)));
        document.path("ignore").forEach(one -> ignored.add(ignored(one)));
        return new Criteria(
                text(entry, "minimum-severity")
                        .or(() -> text(document, "minimum-severity"))
                        .map(severity -> Severity.valueOf(severity.toUpperCase(Locale.ROOT))),
                ignored.stream().distinct().toList(),
                texts(entry.has("platforms") ? entry : document, "platforms").stream()
                        .map(Platform::parse)
                        .toList(),
                bool(entry, "partial").or(() -> bool(document, "partial")),
                text(entry, "multi-platform")
                        .or(() -> text(document, "multi-platform"))
                        .map(MultiPlatform::parse),
                number(entry, "keep").or(() -> number(document, "keep")),
                rebase(entry.has("rebase") ? entry : document),
                target(entry));
    }

    private static Optional<Integer> number(JsonNode object, String key) {
        // The schema has seen to it that it is whole, though it may be written 5.0.
        return object.path(key).isNumber() ? Optional.of(object.path(key).intValue()) : Optional.empty();
    }

    /** Hosts are the same in any case, as in {@link #registry}. */
    private static Optional<ImageReference> rebase(JsonNode object) {
        return text(object.path("rebase"), "base")
                .map(ImageReference::parse)
                .map(base -> new ImageReference(
                        new Repository(
                                base.repository().registry().toLowerCase(Locale.ROOT),
                                base.repository().path()),
                        base.tag(),
                        base.digest()));
    }

    /** Where patches of the entry go: its own target, else the document's; {@code false} is none. */
    Optional<PatchTarget> target(JsonNode entry) {
        JsonNode target = (entry.has("target") ? entry : document).path("target");
        return target.isObject()
                ? Optional.of(new PatchTarget(
                        text(target, "registry").map(host -> host.toLowerCase(Locale.ROOT)), text(target, "prefix")))
                : Optional.empty();
    }

    private static Optional<Boolean> bool(JsonNode object, String key) {
        return object.path(key).isBoolean() ? Optional.of(object.path(key).booleanValue()) : Optional.empty();
    }

    private static IgnoredVulnerability ignored(JsonNode one) {
        return new IgnoredVulnerability(
                one.path("vulnerability").textValue(),
                text(one, "package"),
                one.path("reason").textValue(),
                text(one, "expires").map(LocalDate::parse));
    }

    private static Optional<String> text(JsonNode object, String key) {
        return Optional.ofNullable(object.path(key).textValue());
    }

    private static List<String> texts(JsonNode object, String key) {
        List<String> texts = new ArrayList<>();
        object.path(key).forEach(element -> texts.add(element.textValue()));
        return texts;
    }
}
