package dev.cssc.patch.retention;

import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.OptionalInt;
import java.util.UUID;

/** What follows for older patches from a new one. */
@ApplicationScoped
@Startup
public class Retirements {
    private final JobStore jobs;
    private final RetirementStore store;
    private final boolean limited;

    Retirements(JobStore jobs, RetirementStore store, RetentionConfig config) {
        this.jobs = jobs;
        this.store = store;
        this.limited = checked(config.keep()).isPresent();
    }

    /**
     * The number of patches that stay.
     *
     * @throws IllegalStateException below 1; the service does not start
     */
    static OptionalInt checked(OptionalInt keep) {
        if (keep.isPresent() && keep.getAsInt() < 1) {
            throw new IllegalStateException("cssc.patch.retention.keep is " + keep.getAsInt()
                    + "; it must be at least 1, since the newest patch is never removed. Leave it unset to keep all");
        }
        return keep;
    }

    /** In the transaction in which the patch becomes published: the older ones of its source are looked at, where not all stay. */
    public Uni<Void> after(Tx tx, UUID patch, PinnedImage source) {
        return store.keep(tx, source.repository(), source.tag())
                .flatMap(said -> limited || said.isPresent()
                        ? jobs.enqueue(tx, new Retirement(source.repository(), source.tag()).job(patch))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }
}
