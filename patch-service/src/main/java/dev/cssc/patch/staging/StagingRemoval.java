package dev.cssc.patch.staging;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.NewJob;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What is to be removed from a staging repository.
 *
 * @param staging the repository
 * @param tags what to remove there, with the manifests they point to
 */
@RegisterForReflection
public record StagingRemoval(Repository staging, List<Tag> tags) {
    /** Kind of the job that does it. */
    public static final String KIND = "clean-staging";

    public StagingRemoval {
        tags = List.copyOf(tags);
    }

    /** The same but for these tags. */
    StagingRemoval without(Collection<Tag> kept) {
        return new StagingRemoval(
                staging, tags.stream().filter(tag -> !kept.contains(tag)).toList());
    }

    /** The job that removes everything there is of the patch. */
    public NewJob job(UUID patch) {
        return job(patch, "");
    }

    /**
     * The job that does it: after everything else, retried by itself. It belongs to no image's run, so that cancelling that one does not
     * cancel its cleaning up.
     *
     * @param patch whose traces they are
     * @param which distinguishes the removals of one patch; each is done once
     */
    NewJob job(UUID patch, String which) {
        return new NewJob(
                EventId.of(KIND, patch + which, KIND, 1), KIND, KIND, staging.toString(), EventCodec.write(this), -10);
    }
}
