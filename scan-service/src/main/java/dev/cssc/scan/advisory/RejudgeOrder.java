package dev.cssc.scan.advisory;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.NewJob;
import dev.cssc.scan.advisory.SweepStore.Chunk;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A part of a sweep.
 *
 * @param knowledge number of the knowledge to judge by
 * @param chunk which package sets
 */
@RegisterForReflection
record RejudgeOrder(long knowledge, Chunk chunk) {

    /** Kind of these jobs. */
    static final String KIND = "rejudge";

    /** Whoever waits for a verdict goes before those who do not know that there is a new one. */
    private static final int PRIORITY = -10;

    /** The job that does it; the same on every replica. */
    NewJob job(Scanner scanner) {
        return job(scanner, 1);
    }

    /** The same once more, a job for each number. */
    NewJob job(Scanner scanner, int again) {
        String run = "sweep-" + knowledge;
        String subject = "package sets " + chunk.first() + " to " + chunk.last() + " by " + scanner.database();
        return new NewJob(EventId.of(run, subject, KIND, again), KIND, run, subject, EventCodec.write(this), PRIORITY);
    }

    /** What the stored job orders. */
    static RejudgeOrder of(Job job) {
        return EventCodec.read(job.payload(), RejudgeOrder.class);
    }
}
