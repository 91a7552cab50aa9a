package dev.cssc.common.selection;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.policy.Policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rules by which a policy selects tags. They are ACR's (acr-cli, {@code acr cssc patch --dry-run}) with the corrections that
 * docs/policy.md lists: what is a patch is told by lineage and not by its name alone; tags are compared literally where ACR puts them
 * unescaped into a pattern; a listing that fails is an error and not "not found"; names are compared as names, so that no two run together.
 */
public final class TagSelection {
    /** Repositories that are looked at at once; the listings and entries of no more than these are held. */
    static final int REPOSITORIES_AT_ONCE = 4;

    private TagSelection() {}

    /**
     * Selects, and keeps the whole plan.
     *
     * @see #plan(Policy, Function, int, Consumer)
     */
    public static Plan plan(Policy policy, Function<Repository, RepositoryView> views, int concurrency) {
        List<Plan.Entry> entries = new ArrayList<>();
        plan(policy, views, concurrency, repository -> entries.addAll(repository.entries()));
        return new Plan(entries);
    }

    /**
     * Selects, repository by repository. A repository that cannot be listed and a tag that cannot be read become {@link Plan.Failed}; the
     * others go on.
     *
     * @param policy what to select
     * @param views gives the view of a repository; asked once for each, and once for each in which patches are published elsewhere
     * @param concurrency how many requests are under way at once, at least 1
     * @param sink gets each repository's part in the policy's order, from the calling thread; later repositories are not listed before it
     *     took the earlier ones, but for the few that are looked at at once
     * @throws dev.cssc.common.failure.FailureException {@code SHUTTING_DOWN} where the calling thread is interrupted
     */
    public static void plan(
            Policy policy, Function<Repository, RepositoryView> views, int concurrency, Consumer<RepositoryPlan> sink) {
        plan(policy, Scope.ALL, views, concurrency, sink);
    }

    /**
     * Selects among the sources of the scope only: of them everything is read anew, of all others nothing.
     *
     * @param scope which sources
     * @see #plan(Policy, Function, int, Consumer)
     */
    public static void plan(
            Policy policy,
            Scope scope,
            Function<Repository, RepositoryView> views,
            int concurrency,
            Consumer<RepositoryPlan> sink) {
        try (Requests requests = new Requests(concurrency)) {
            requests.each(
                    byRepository(policy).stream()
                            .filter(entries -> repository(entries.getFirst())
                                            .filter(scope::touches)
                                            .isPresent()
                                    || scope.equals(Scope.ALL))
                            .toList(),
                    REPOSITORIES_AT_ONCE,
                    entries -> inRepository(entries, scope, views, requests),
                    sink);
        }
    }

    /** ACR: entries of one repository are united; those that are switched off are nowhere to be seen. */
    private static Collection<List<Policy.Entry>> byRepository(Policy policy) {
        Map<List<String>, List<Policy.Entry>> entries = new LinkedHashMap<>();
        policy.repositories().stream()
                .filter(Policy.Entry::enabled)
                .forEach(entry -> entries.computeIfAbsent(
                                List.of(entry.registry(), entry.repository()), name -> new ArrayList<>())
                        .add(entry));
        return entries.values();
    }

    private static RepositoryPlan inRepository(
            List<Policy.Entry> entries, Scope scope, Function<Repository, RepositoryView> views, Requests requests) {
        Policy.Entry first = entries.getFirst();
        Optional<Repository> repository = repository(first);
        Wishes wishes = new Wishes(
                entries, tag -> repository.filter(r -> !scope.holds(r, tag)).isEmpty());
        if (repository.isEmpty()) {
            return allMissing(first, wishes, "no registry can hold a repository of that name");
        }
        try {
            RepositoryView view = views.apply(repository.get());
            Optional<List<Tag>> tags = requests.one(view::tags);
            return tags.isEmpty()
                    ? allMissing(first, wishes, "the registry has no such repository")
                    : new RepositoryPlan(
                            first.registry(),
                            first.repository(),
                            new RepositorySelection(
                                            Listing.of(repository.get(), tags.get()),
                                            wishes,
                                            new RepositoryReads(view),
                                            elsewhere(first, repository.get(), views, requests),
                                            requests)
                                    .entries());
        } catch (FailureException e) {
            // Of one tag each is dealt with where it is read: this is the listing's.
            return new RepositoryPlan(
                    first.registry(),
                    first.repository(),
                    List.of(new Plan.Failed(
                            first.path(), first.registry(), first.repository(), Optional.empty(), e.failure())));
        }
    }

    /** Where patches of the repository are published, if not in it: all its entries have the same target. */
    private static Optional<PatchSite> elsewhere(
            Policy.Entry entry, Repository sources, Function<Repository, RepositoryView> views, Requests requests) {
        Repository site = entry.criteria().siteOf(sources);
        if (site.equals(sources)) {
            return Optional.empty();
        }
        RepositoryView view = views.apply(site);
        try {
            // It comes into being with the first patch.
            List<Tag> tags = requests.one(view::tags).orElse(List.of());
            return Optional.of(new PatchSite(Listing.of(site, tags), new RepositoryReads(view), true));
        } catch (FailureException e) {
            Failure failure = e.failure();
            throw new Failure(
                            failure.reason(),
                            "looking for patches of " + sources + " where they are published: " + failure.detail(),
                            failure.retry())
                    .toException(e);
        }
    }

    private static Optional<Repository> repository(Policy.Entry entry) {
        try {
            return Optional.of(new Repository(entry.registry(), entry.repository()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static RepositoryPlan allMissing(Policy.Entry entry, Wishes wishes, String why) {
        List<Plan.Entry> missing = new ArrayList<>();
        wishes.allMissing(why)
                .forEach((written, reason) ->
                        missing.add(new Plan.NotFound(entry.registry(), entry.repository(), written, reason)));
        return new RepositoryPlan(entry.registry(), entry.repository(), missing);
    }
}
