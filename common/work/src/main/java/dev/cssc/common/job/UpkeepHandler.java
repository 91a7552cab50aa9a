package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.transaction.Effect;

/** What to do with jobs of one kind that belong to no image's way: nobody is told how they end, and each may be done again alone. */
public interface UpkeepHandler extends JobHandler {
    @Override
    default Effect gaveUp(Job job, Failure failure) {
        return Effect.none();
    }

    @Override
    default Effect cancelled(Job job) {
        return Effect.none();
    }

    @Override
    default Repeat repeat(Job failed, String run) {
        return new Repeat.As(failed.payload());
    }
}
