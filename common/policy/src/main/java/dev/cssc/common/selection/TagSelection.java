package dev.cssc.common.selection;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.policy.Policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The rules by which a policy selects tags. They are ACR's (acr-cli, {@code acr cssc patch --dry-run}) with these corrections: tags are
 * compared literally where ACR puts them unescaped into a pattern; a tag that is named as a patch is never a source, even where its
 * source is gone; a listing that fails is a failure and not "not found"; names are compared as names, so that no two run together.
 */
public final class TagSelection {
    private final Policy policy;
    private final String registry;

    private TagSelection(Policy policy, String registry) {
        this.policy = policy;
        this.registry = registry;
    }

    /**
     * Selects.
     *
     * @param policy what to select
     * @param views gives the view of a repository; asked once for each
     * @param concurrency how many images are pinned at once, at least 1
     * @throws dev.cssc.common.failure.FailureException where the registry cannot be asked
     */
    public static Plan plan(Policy policy, Function<Repository, RepositoryView> views, int concurrency) {
        var selection =
                new TagSelection(policy, policy.repositories().getFirst().registry());
        List<Pending> pending = new ArrayList<>();
        selection.askedFor().forEach((path, names) -> pending.addAll(selection.inRepository(path, names, views)));
        return new Plan(Concurrently.map(pending, Pending::settle, concurrency));
    }

    /** An entry of the plan for which the registry may still have to be asked about one image. */
    private interface Pending {
        Plan.Entry settle();
    }

    /** ACR: entries of one repository are united; those that are switched off are nowhere to be seen. */
    private Map<String, Set<String>> askedFor() {
        Map<String, Set<String>> asked = new LinkedHashMap<>();
        policy.repositories().stream()
                .filter(Policy.Entry::enabled)
                .forEach(entry -> asked.computeIfAbsent(entry.repository(), path -> new TreeSet<>())
                        .addAll(entry.tags()));
        return asked;
    }

    private Collection<Pending> inRepository(
            String path, Set<String> names, Function<Repository, RepositoryView> views) {
        Optional<Repository> repository = repository(path);
        if (repository.isEmpty()) {
            return allMissing(path, names, "no registry can hold a repository of that name");
        }
        RepositoryView view = views.apply(repository.get());
        Optional<List<Tag>> tags = view.tags();
        if (tags.isEmpty()) {
            return allMissing(path, names, "the registry has no such repository");
        }
        Listing listing = Listing.of(repository.get(), view, tags.get());
        Map<String, Pending> byTag = new TreeMap<>();
        if (names.contains(Policy.Entry.EVERY_TAG)) {
            listing.tags().forEach(tag -> byTag.put(tag.value(), ofEveryTag(listing, tag)));
        }
        names.stream()
                .filter(name -> !name.equals(Policy.Entry.EVERY_TAG))
                .forEach(name -> byTag.put(name, named(listing, name)));
        return byTag.values();
    }

    private Optional<Repository> repository(String path) {
        try {
            return Optional.of(new Repository(registry, path));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<Pending> allMissing(String repository, Set<String> tags, String why) {
        return tags.stream().map(tag -> missing(registry, repository, tag, why)).toList();
    }

    private static Pending missing(String registry, String repository, String tag, String why) {
        return () -> new Plan.NotFound(registry, repository, tag, why);
    }

    /** {@code *} means every tag that is no patch; ACR tells them apart by their names, and so do we. */
    private Pending ofEveryTag(Listing listing, Tag tag) {
        return Listing.sourceNamedBy(tag)
                .<Pending>map(source -> () -> new Plan.Out(
                        listing.repository(),
                        tag,
                        "is named as a patch of " + source + (listing.holds(source) ? "" : ", which is not there")))
                .orElseGet(() -> () -> pin(listing, tag, "every tag is asked for"));
    }

    private Pending named(Listing listing, String name) {
        String path = listing.repository().path();
        if (!Tag.isValid(name)) {
            return missing(registry, path, name, "no tag can have that name; tags are compared literally");
        }
        return listing.holds(name)
                ? () -> pin(listing, new Tag(name), "the tag is named")
                : missing(registry, path, name, "the repository has no such tag");
    }

    /** Reads the tag, once: from here on the digest says what is meant. */
    private Plan.Entry pin(Listing listing, Tag tag, String why) {
        Optional<Digest> digest = listing.view().head(tag);
        if (digest.isEmpty()) {
            return new Plan.NotFound(
                    listing.repository().registry(),
                    listing.repository().path(),
                    tag.value(),
                    "the tag went away while the images were selected");
        }
        PinnedImage source = new PinnedImage(listing.repository(), tag, digest.get());
        CandidateSelection.Candidate candidate = CandidateSelection.choose(
                source, listing.namedAsPatchesOf(tag), policy.tagConvention(), listing.view());
        return new Plan.In(
                source,
                candidate.image(),
                policy.tagConvention(),
                Optional.empty(),
                Criteria.NONE,
                why + "; " + candidate.why());
    }
}
