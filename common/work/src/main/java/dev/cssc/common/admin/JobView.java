package dev.cssc.common.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.job.JobState;
import dev.cssc.common.job.StoredJob;
import dev.cssc.common.joblog.JobLogStore;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as an operator sees it.
 *
 * @param id its identity
 * @param kind what is done
 * @param run for which run
 * @param flow whose work it is, a workflow's name; empty for nobody's
 * @param subject on what
 * @param state {@code QUEUED RUNNING DONE FAILED CANCELLED}
 * @param priority higher is taken first
 * @param attempt tries so far
 * @param exclusive key of which at most one job runs; absent where it excludes none
 * @param cancelRequested true where it is to end cancelled
 * @param owner the worker that has it; absent where none does
 * @param reason why the last try failed; empty where it did not
 * @param detail the same in words
 * @param createdAt when it was stored
 * @param notBefore when it may be taken; absent where it is taken or over
 * @param startedAt when the last try began; absent before the first
 * @param endedAt when it ended; absent while it has not
 * @param log what happened in its attempts, oldest first; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record JobView(
        UUID id,
        String kind,
        String run,
        String flow,
        String subject,
        JobState state,
        int priority,
        int attempt,
        Optional<String> exclusive,
        boolean cancelRequested,
        Optional<String> owner,
        String reason,
        String detail,
        Instant createdAt,
        Optional<Instant> notBefore,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<List<LogLine>> log) {

    /**
     * A line of a job's log.
     *
     * @param attempt which try
     * @param at when
     * @param text what it says
     */
    @RegisterForReflection
    public record LogLine(int attempt, Instant at, String text) {}

    /** The job as it stands in a list. */
    static JobView of(StoredJob job) {
        return of(job, Optional.empty());
    }

    /** The job with its log. */
    static JobView of(StoredJob job, List<JobLogStore.Entry> log) {
        return of(
                job,
                Optional.of(log.stream()
                        .map(entry -> new LogLine(entry.attempt(), entry.at(), entry.text()))
                        .toList()));
    }

    private static JobView of(StoredJob job, Optional<List<LogLine>> log) {
        return new JobView(
                job.id(),
                job.kind(),
                job.run(),
                job.flow(),
                job.subject(),
                job.state(),
                job.priority(),
                job.attempt(),
                job.exclusive(),
                job.cancelRequested(),
                job.owner(),
                job.reason(),
                job.detail(),
                job.createdAt(),
                job.state() == JobState.QUEUED ? Optional.of(job.notBefore()) : Optional.empty(),
                job.startedAt(),
                job.endedAt(),
                log);
    }
}
