package dev.cssc.patch.retention;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.NewJob;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;
import java.util.UUID;

/**
 * The removal of the patches of a source that are more than are kept.
 *
 * @param repository the source's
 * @param tag the source's
 * @param elsewhere the repository in which its patches are published; beside it where empty
 */
@RegisterForReflection
record Retirement(Repository repository, Tag tag, Optional<Repository> elsewhere) {
    /** Kind of the job that does it. */
    static final String KIND = "retire";

    /** Of the patches of that source which are published there. */
    static Retirement of(PinnedImage source, Repository site) {
        return new Retirement(
                source.repository(),
                source.tag(),
                Optional.of(site).filter(there -> !there.equals(source.repository())));
    }

    /** The repository that holds the patches. */
    Repository site() {
        return elsewhere.orElse(repository);
    }

    /**
     * The job that does it: after everything else, in one repository one at a time, so that none looks at what another one is about to
     * remove. It belongs to no image's run, like the cleaning up of its staging.
     *
     * @param published the patch that was published and may have made others superfluous; each leads to one job
     */
    NewJob job(UUID published) {
        return new NewJob(
                        EventId.of(KIND, published.toString(), KIND, 1),
                        KIND,
                        KIND,
                        // What it costs is the source's, wherever its patches are.
                        repository + ":" + tag,
                        EventCodec.write(this),
                        -10)
                .excluding(KIND + " " + site());
    }
}
