package dev.cssc.common.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;

import java.util.List;
import java.util.Optional;

/**
 * What selection asks of one repository. Absent is an empty answer; unable to tell is a
 * {@link dev.cssc.common.failure.FailureException}, which ends the selection. May be asked by several threads at once.
 */
public interface RepositoryView {
    /** All tags; empty where the registry has no such repository. */
    Optional<List<Tag>> tags();

    /** What the tag points to; empty where there is no such tag. */
    Optional<Digest> head(Tag tag);

    /** Where the manifest or index says it comes from; empty where there is no such manifest. */
    Optional<Lineage> lineage(Digest digest);
}
