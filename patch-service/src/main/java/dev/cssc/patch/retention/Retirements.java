package dev.cssc.patch.retention;

import dev.cssc.common.job.JobStore;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.staging.StagedPatch;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.OptionalInt;

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
    public Uni<Void> after(Tx tx, StagedPatch patch) {
        Retirement retirement = Retirement.of(patch.source(), patch.site());
        return store.keep(tx, retirement)
                .flatMap(said -> limited || said.isPresent()
                        ? jobs.enqueue(tx, retirement.job(patch.id())).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }
}
