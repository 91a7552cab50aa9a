package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.transaction.Effect;

import java.util.Optional;

/**
 * What to do with the jobs of one kind; one CDI bean a kind. {@link #run} may block and take long; the other methods only say what becomes
 * true in the transaction that moves the job. If the lease was lost meanwhile nothing of it becomes true.
 */
public interface JobHandler {
    /** The kind of jobs taken. */
    String kind();

    /**
     * Whether it can work now. While it cannot, its jobs stay where they are, for another replica or for later, and none of that is an
     * attempt. Asked before each claim, so it has to be cheap.
     */
    default boolean ready() {
        return true;
    }

    /**
     * On what the job's time is spent, as it is to be accounted for: an image, {@code registry/repository:tag}. Empty where it is on no
     * single one.
     */
    default Optional<String> spentOn(Job job) {
        return Optional.empty();
    }

    /**
     * What becomes true when a worker takes the job up, before {@link #run}; as a rule in the transaction that takes it, whose row is locked
     * meanwhile. Asked on the thread of that transaction: it must not block.
     */
    default Effect started(Job job) {
        return Effect.none();
    }

    /**
     * Does the work. Interrupted where the run is cancelled or the service stops: return or throw soon.
     *
     * @return what becomes true together with the job's completion
     * @throws dev.cssc.common.failure.FailureException where it did not work out; its retry says what follows
     */
    Effect run(Job job);

    /** What becomes true when no attempt follows any more. */
    Effect gaveUp(Job job, Failure failure);

    /** What becomes true when the job is dropped because its run was cancelled. */
    Effect cancelled(Job job);

    /**
     * What the same work is in a run of its own, for an operator who wants a job done again that was given up. Nothing of the old run becomes
     * true any more, so only work that begins a way, or belongs to none, can be repeated alone.
     *
     * @param run the new run
     */
    default Repeat repeat(Job failed, String run) {
        return new Repeat.Refused("start the workflow again");
    }

    /** Whether a job that was given up can be done again. */
    sealed interface Repeat {
        /** As a new job with this payload. */
        record As(String payload) implements Repeat {}

        /** Not alone. {@code advice} is the second half of a sentence: what to do instead. */
        record Refused(String advice) implements Repeat {}
    }
}
