package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.image.Repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where patches may not go: onto their own source, into what is a source itself (a patch would be taken for one, and be patched), or where
 * those of another source go. Only what one document says together can be seen here; what other workflows say cannot.
 *
 * @param document the document; what has not the expected form is passed over, because the schema tells of it
 * @param defaultRegistry of the entries for which the document names none
 * @param problems takes what is wrong
 */
record TargetRules(JsonNode document, Optional<String> defaultRegistry, Consumer<PolicyProblem> problems) {

    /**
     * An entry that is switched on.
     *
     * @param path its JSON path
     * @param targetPath JSON path of what says where its patches go; the entry's own where nothing does
     * @param source what it selects from
     * @param site where its patches go; the source's own repository without a target
     */
    private record Placed(String path, String targetPath, Repository source, Repository site) {
        boolean elsewhere() {
            return !site.equals(source);
        }
    }

    void check() {
        form(document.path("target"), "$.target");
        List<Placed> placed = new ArrayList<>();
        JsonNode entries = document.path("repositories");
        for (int i = 0; entries.isArray() && i < entries.size(); i++) {
            JsonNode entry = entries.path(i);
            String path = "$.repositories[" + i + "]";
            form(entry.path("target"), path + ".target");
            if (entry.path("enabled").asBoolean(true)) {
                placed(entry, path).ifPresent(placed::add);
            }
        }
        oneSite(placed);
        noSource(placed);
        noOther(placed);
    }

    private void form(JsonNode target, String path) {
        if (target.isBoolean() && target.booleanValue()) {
            problem(
                    path,
                    "is true; expected an object with registry, prefix or both, or false",
                    "for example {\"prefix\": \"patched\"}");
        }
        text(target, "registry").ifPresent(host -> PolicyRules.host(host, path + ".registry", problems));
        text(target, "prefix").ifPresent(prefix -> prefix(prefix, path + ".prefix"));
    }

    private void prefix(String prefix, String path) {
        try {
            new Repository("registry.example", prefix);
        } catch (IllegalArgumentException e) {
            String bare = prefix.replaceAll("^/++|/++$", "").toLowerCase(Locale.ROOT);
            problem(
                    path,
                    "is \"" + PolicyRules.cut(prefix)
                            + "\"; expected a repository path in small letters, without a slash at either end",
                    valid(bare) ? "write \"" + bare + "\"" : "for example \"patched\" or \"mirror/patched\"");
        }
    }

    private static boolean valid(String prefix) {
        try {
            new Repository("registry.example", prefix);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where the entry is and puts its patches; empty where that cannot be told, because something else is wrong with it. */
    private Optional<Placed> placed(JsonNode entry, String path) {
        PolicyBuilder builder = new PolicyBuilder(document, defaultRegistry);
        Optional<Repository> source = builder.registry(entry)
                .flatMap(registry -> text(entry, "repository").flatMap(repository -> repository(registry, repository)));
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String targetPath = entry.has("target") ? path + ".target" : document.has("target") ? "$.target" : path;
        Optional<PatchTarget> target;
        try {
            target = builder.target(entry);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (target.isEmpty()) {
            return Optional.of(new Placed(path, targetPath, source.get(), source.get()));
        }
        try {
            Placed placed =
                    new Placed(path, targetPath, source.get(), target.get().siteOf(source.get()));
            if (!placed.elsewhere()) {
                problem(
                        targetPath + ".registry",
                        "is the registry of " + source.get() + " itself, beside which patches lie without a target",
                        targetPath.equals("$.target")
                                ? "add a \"prefix\", or write \"target\": false in " + path
                                : "add a \"prefix\", or leave \"target\" out");
            }
            return Optional.of(placed);
        } catch (IllegalArgumentException e) {
            problems.accept(PolicyProblem.at(
                    targetPath, "gives patches of " + source.get() + " no possible name: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<Repository> repository(String registry, String path) {
        try {
            return Optional.of(new Repository(registry, path));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The patches of one repository are counted where they lie, so that they have to lie in one place. */
    private void oneSite(List<Placed> entries) {
        Map<Repository, Placed> known = new HashMap<>();
        for (Placed here : entries) {
            Placed first = known.putIfAbsent(here.source(), here);
            if (first != null && !first.site().equals(here.site())) {
                problem(
                        here.targetPath(),
                        "publishes patches of " + here.source() + " in " + here.site() + ", but " + first.path()
                                + " publishes them in " + first.site(),
                        "give all entries of one repository the same \"target\"");
            }
        }
    }

    /** Patches must never be patched. */
    private void noSource(List<Placed> entries) {
        Map<Repository, Placed> sources = new HashMap<>();
        entries.forEach(entry -> sources.putIfAbsent(entry.source(), entry));
        entries.stream()
                .filter(Placed::elsewhere)
                .forEach(here -> Optional.ofNullable(sources.get(here.site()))
                        .ifPresent(other -> problem(
                                here.targetPath(),
                                "publishes patches of " + here.source() + " in " + here.site() + ", which "
                                        + other.path()
                                        + " selects as a source, so that they would be patched themselves",
                                "choose another \"prefix\"")));
    }

    /** Of two sources with equal tags nobody could tell whose patch a tag is. */
    private void noOther(List<Placed> entries) {
        Map<Repository, Placed> known = new HashMap<>();
        for (Placed here : entries) {
            Placed first = known.putIfAbsent(here.site(), here);
            if (first != null && !first.source().equals(here.source()) && here.elsewhere() && first.elsewhere()) {
                problem(
                        here.targetPath(),
                        "publishes patches of " + here.source() + " in " + here.site() + ", where " + first.path()
                                + " publishes those of " + first.source(),
                        "give one of them another \"prefix\"");
            }
        }
    }

    private static Optional<String> text(JsonNode object, String key) {
        return Optional.ofNullable(object.path(key).textValue()).filter(text -> !text.isEmpty());
    }

    private void problem(String path, String message, String proposal) {
        problems.accept(PolicyProblem.at(path, message).proposing(proposal));
    }
}
