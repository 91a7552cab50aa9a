package dev.cssc.common.job;

import dev.cssc.common.trace.TraceContext;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;
import java.util.UUID;

/**
 * A job to store.
 *
 * @param id identity; storing the same id again changes nothing, so derive it from the cause
 * @param kind which handler takes it
 * @param run the run that it belongs to
 * @param subject what it is about, for people
 * @param payload JSON that the handler understands
 * @param priority higher is taken first
 * @param flow whose work it is, a workflow's name for example: flows take turns, so that one with many jobs does not keep the others
 *     waiting; empty for what is nobody's
 * @param exclusive of the jobs with the same key at most one runs at a time, over all replicas
 * @param trace what leads to it; none for that of the transaction in which it is stored
 */
@RegisterForReflection
public record NewJob(
        UUID id,
        String kind,
        String run,
        String subject,
        String payload,
        int priority,
        String flow,
        Optional<String> exclusive,
        TraceContext trace) {

    /** A job that is nobody's in particular and excludes no other. */
    public NewJob(UUID id, String kind, String run, String subject, String payload, int priority) {
        this(id, kind, run, subject, payload, priority, "", Optional.empty(), TraceContext.NONE);
    }

    /** The same job as work of that flow. */
    public NewJob inFlow(String newFlow) {
        return new NewJob(id, kind, run, subject, payload, priority, newFlow, exclusive, trace);
    }

    /** The same job, which does not run while another one with that key does. */
    public NewJob excluding(String key) {
        return new NewJob(id, kind, run, subject, payload, priority, flow, Optional.of(key), trace);
    }

    /** The same job as a consequence of that. */
    public NewJob following(TraceContext newTrace) {
        return new NewJob(id, kind, run, subject, payload, priority, flow, exclusive, newTrace);
    }
}
