package dev.cssc.patch.retention;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.NewJob;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.UUID;

/**
 * The removal of the patches of a source that are more than are kept.
 *
 * @param repository the source's
 * @param tag the source's
 */
@RegisterForReflection
record Retirement(Repository repository, Tag tag) {
    /** Kind of the job that does it. */
    static final String KIND = "retire";

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
                        repository + ":" + tag,
                        EventCodec.write(this),
                        -10)
                .excluding(KIND + " " + repository);
    }
}
