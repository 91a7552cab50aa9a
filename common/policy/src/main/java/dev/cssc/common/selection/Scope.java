package dev.cssc.common.selection;

import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.Map;
import java.util.Set;

/** Which of the sources that a policy selects a plan is about. Of the others nothing is read, and the plan says nothing of them. */
public sealed interface Scope {

    /** All of them. */
    Scope ALL = new Everything();

    /** Whether a repository has any of them. */
    boolean touches(Repository repository);

    /** Whether the source is one of them. */
    boolean holds(Repository repository, Tag tag);

    /** No source is left out. */
    record Everything() implements Scope {
        @Override
        public boolean touches(Repository repository) {
            return true;
        }

        @Override
        public boolean holds(Repository repository, Tag tag) {
            return true;
        }
    }

    /** These tags, where the policy selects them. */
    record Tags(Map<Repository, Set<Tag>> tags) implements Scope {
        public Tags {
            tags = Map.copyOf(tags);
        }

        @Override
        public boolean touches(Repository repository) {
            return tags.containsKey(repository);
        }

        @Override
        public boolean holds(Repository repository, Tag tag) {
            return tags.getOrDefault(repository, Set.of()).contains(tag);
        }
    }
}
