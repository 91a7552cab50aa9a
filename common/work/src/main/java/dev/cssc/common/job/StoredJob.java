package dev.cssc.common.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as the database has it.
 *
 * @param id its identity
 * @param kind which handler takes it
 * @param run for which run
 * @param flow whose work it is; empty for nobody's
 * @param subject on what
 * @param payload what the handler understands
 * @param state where it stands
 * @param priority higher is taken first
 * @param attempt tries so far
 * @param exclusive key of which at most one job runs
 * @param cancelRequested true where it is to end cancelled
 * @param owner the worker that has it
 * @param reason why the last try failed; empty where it did not
 * @param detail the same in words
 * @param createdAt when it was stored
 * @param notBefore when it may be taken
 * @param startedAt when the last try began
 * @param endedAt when it ended
 */
public record StoredJob(
        UUID id,
        String kind,
        String run,
        String flow,
        String subject,
        String payload,
        JobState state,
        int priority,
        int attempt,
        Optional<String> exclusive,
        boolean cancelRequested,
        Optional<String> owner,
        String reason,
        String detail,
        Instant createdAt,
        Instant notBefore,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /** The job as its handler sees it; it is over, so no other try follows. */
    Job asJob() {
        return new Job(id, kind, run, subject, payload, attempt, true, createdAt);
    }
}
