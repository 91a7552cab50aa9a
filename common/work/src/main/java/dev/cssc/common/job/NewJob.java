package dev.cssc.common.job;

import io.quarkus.runtime.annotations.RegisterForReflection;

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
 */
@RegisterForReflection
public record NewJob(UUID id, String kind, String run, String subject, String payload, int priority) {}
