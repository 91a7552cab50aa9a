package dev.cssc.common.policy;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.image.TagConvention;

import java.util.List;

/**
 * Which tags of which repositories are kept patched: a document that passed {@link PolicyReader}.
 *
 * @param tagConvention how patches are named where an entry says nothing else; ACR's {@code tag-convention}, incremental where it was
 *     left out
 * @param repositories what is selected, in the document's order; one repository may occur more than once
 */
public record Policy(TagConvention tagConvention, List<Entry> repositories) {
    public Policy {
        repositories = List.copyOf(repositories);
    }

    /**
     * The selection in one repository, with what the document says for all entries already in it. Names are kept as written: one that no
     * registry could hold is not found, as in ACR.
     *
     * @param path where the entry stands in the document, as JSON path
     * @param registry host and optional port
     * @param repository path within the registry
     * @param tags which of its tags
     * @param tagConvention how patches are named; the same in all enabled entries of one repository
     * @param criteria by what the images are judged
     * @param enabled false where the entry is switched off
     */
    public record Entry(
            String path,
            String registry,
            String repository,
            TagChoice tags,
            TagConvention tagConvention,
            Criteria criteria,
            boolean enabled) {}
}
