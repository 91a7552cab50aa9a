package dev.cssc.common.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;

import java.util.List;
import java.util.Optional;

/**
 * What selection asks of one repository. Absent is an empty answer; unable to tell is a
 * {@link dev.cssc.common.failure.FailureException}, which becomes the plan's entry for the repository or tag. May be asked by several threads at once.
 */
public interface RepositoryView {
    /** All tags; empty where the registry has no such repository. */
    Optional<List<Tag>> tags();

    /** What the tag points to; empty where there is no such tag. */
    Optional<Digest> head(Tag tag);

    /** What the tag points to and where that comes from, read at once so that they belong together; empty where there is no such tag. */
    Optional<TaggedImage> image(Tag tag);

    /** Where the manifest or index says it comes from; empty where there is no such manifest. */
    Optional<Lineage> lineage(Digest digest);

    /** An image as its tag was read. */
    record TaggedImage(Digest digest, Lineage lineage) {}
}
