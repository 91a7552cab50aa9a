package dev.cssc.common.policy;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How many of the newest patches of a source stay where several policies name it: the largest number that one of them says. What is removed
 * cannot be brought back, so that an entry counts that may ask for the tag, and one that is switched off as well. Patches in another
 * repository are others, of which an entry that publishes elsewhere says nothing.
 *
 * @param entries of all the policies
 */
public record KeptPatches(List<Policy.Entry> entries) {
    public KeptPatches {
        entries = entries.stream()
                .filter(entry -> entry.criteria().keep().isPresent())
                .toList();
    }

    /** As these policies say together. */
    public static KeptPatches of(Collection<Policy> policies) {
        return new KeptPatches(policies.stream()
                .flatMap(policy -> policy.repositories().stream())
                .toList());
    }

    /**
     * The largest number that is said for that source; empty where none is.
     *
     * @param site where its patches are published
     */
    public Optional<Integer> of(Repository repository, Tag tag, Repository site) {
        return entries.stream()
                .filter(entry -> entry.registry().equalsIgnoreCase(repository.registry())
                        && entry.repository().equals(repository.path())
                        && entry.tags().mayAskFor(tag.value())
                        && isAt(entry.criteria(), repository, site))
                .flatMap(entry -> entry.criteria().keep().stream())
                .max(Integer::compare);
    }

    /** An entry that was kept from before may name what is no repository; it publishes nothing. */
    private static boolean isAt(Criteria criteria, Repository repository, Repository site) {
        try {
            return criteria.siteOf(repository).equals(site);
        } catch (FailureException e) {
            return false;
        }
    }
}
