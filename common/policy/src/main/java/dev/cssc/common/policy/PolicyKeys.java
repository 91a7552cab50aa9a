package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that a policy knows, and those that look like slips of them. ACR ignores unknown keys, so that one is never an error; but a key
 * of ours that is ignored because of a slip selects or judges something else than was meant, so that it is worth a warning.
 */
final class PolicyKeys {
    private static final Set<String> COMMON = Set.of(
            "registry",
            "tag-convention",
            "platforms",
            "minimum-severity",
            "ignore",
            "partial",
            "multi-platform",
            "keep",
            "rebase",
            "target");
    private static final Set<String> OF_ENTRY_ONLY =
            Set.of("repository", "tags", "enabled", "include", "exclude", "semver");
    private static final Set<String> OF_DOCUMENT_ONLY = Set.of("version", "repositories");
    static final Set<String> OF_DOCUMENT = union(COMMON, OF_DOCUMENT_ONLY);
    static final Set<String> OF_ENTRY = union(COMMON, OF_ENTRY_ONLY);
    static final Set<String> OF_IGNORE = Set.of("vulnerability", "package", "reason", "expires");
    static final Set<String> OF_SEMVER = Set.of("range", "newest");
    static final Set<String> OF_REBASE = Set.of("base");
    static final Set<String> OF_TARGET = Set.of("registry", "prefix");

    private PolicyKeys() {}

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    /** Keys of the document that are ignored and look as if they should not be, in the document's order. */
    static List<PolicyProblem> warnings(JsonNode document) {
        List<PolicyProblem> warnings = new ArrayList<>();
        of(document, "$", OF_DOCUMENT, OF_ENTRY_ONLY, "in the elements of \"repositories\"", warnings);
        ignores(document, "$", warnings);
        of(document.path("rebase"), "$.rebase", OF_REBASE, Set.of(), "", warnings);
        of(document.path("target"), "$.target", OF_TARGET, Set.of(), "", warnings);
        JsonNode entries = document.path("repositories");
        for (int i = 0; entries.isArray() && i < entries.size(); i++) {
            String path = "$.repositories[" + i + "]";
            of(entries.path(i), path, OF_ENTRY, OF_DOCUMENT_ONLY, "at the top of the document", warnings);
            ignores(entries.path(i), path, warnings);
            of(entries.path(i).path("rebase"), path + ".rebase", OF_REBASE, Set.of(), "", warnings);
            of(entries.path(i).path("target"), path + ".target", OF_TARGET, Set.of(), "", warnings);
            of(entries.path(i).path("semver"), path + ".semver", OF_SEMVER, Set.of(), "", warnings);
        }
        return warnings;
    }

    private static void ignores(JsonNode around, String path, List<PolicyProblem> warnings) {
        JsonNode ignores = around.path("ignore");
        for (int i = 0; ignores.isArray() && i < ignores.size(); i++) {
            of(ignores.path(i), path + ".ignore[" + i + "]", OF_IGNORE, Set.of(), "", warnings);
        }
    }

    private static void of(
            JsonNode object,
            String path,
            Set<String> known,
            Set<String> knownElsewhere,
            String elsewhere,
            List<PolicyProblem> warnings) {
        object.fieldNames().forEachRemaining(key -> {
            if (known.contains(key)) {
                return;
            }
            Optional<String> proposal = knownElsewhere.contains(key)
                    ? Optional.of("it has its place " + elsewhere)
                    : Proposal.didYouMean(key, missing(known, object));
            proposal.ifPresent(what -> warnings.add(
                    PolicyProblem.at(JsonPath.member(path, key), "is no key that is known here, and is ignored")
                            .proposing(what)));
        });
    }

    /** A key that is there already was not meant by another one. */
    private static Collection<String> missing(Set<String> known, JsonNode object) {
        return known.stream().filter(key -> !object.has(key)).toList();
    }

    /** The key that was written where this one is missing, if one looks like it. */
    static Optional<String> writtenFor(String missing, JsonNode object) {
        List<String> unknown = new ArrayList<>();
        object.fieldNames().forEachRemaining(key -> {
            if (!OF_DOCUMENT.contains(key)
                    && !OF_ENTRY.contains(key)
                    && !OF_IGNORE.contains(key)
                    && !OF_REBASE.contains(key)
                    && !OF_TARGET.contains(key)) {
                unknown.add(key);
            }
        });
        return unknown.stream()
                .filter(key -> Proposal.nearest(key, List.of(missing)).isPresent())
                .findFirst();
    }
}
