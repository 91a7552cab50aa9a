package dev.cssc.common.policy;

import dev.cssc.common.image.TagConvention;

import java.util.List;

/**
 * Which tags of which repositories are kept patched: a document that passed {@link PolicyReader}.
 *
 * @param tagConvention how patches are named; ACR's {@code tag-convention}, incremental where it was left out
 * @param repositories what is selected, in the document's order; one repository may occur more than once
 */
public record Policy(TagConvention tagConvention, List<Entry> repositories) {
    public Policy {
        repositories = List.copyOf(repositories);
    }

    /**
     * The selection in one repository. Names are kept as written: one that no registry could hold is not found, as in ACR.
     *
     * @param registry host and optional port
     * @param repository path within the registry
     * @param tags literal tags, or {@link #EVERY_TAG} alone
     * @param enabled false where the entry is switched off
     */
    public record Entry(String registry, String repository, List<String> tags, boolean enabled) {
        /** Stands alone for all tags that are no patches. */
        public static final String EVERY_TAG = "*";

        public Entry {
            tags = List.copyOf(tags);
        }

        /** True where the entry selects all tags that are no patches. */
        public boolean everyTag() {
            return tags.equals(List.of(EVERY_TAG));
        }
    }
}
