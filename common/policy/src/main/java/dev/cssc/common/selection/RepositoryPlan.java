package dev.cssc.common.selection;

import java.util.List;

/**
 * The part of a plan that is about one repository.
 *
 * @param registry host and optional port
 * @param repository path, as written in the policy
 * @param entries by tag
 */
public record RepositoryPlan(String registry, String repository, List<Plan.Entry> entries) {
    public RepositoryPlan {
        entries = List.copyOf(entries);
    }
}
