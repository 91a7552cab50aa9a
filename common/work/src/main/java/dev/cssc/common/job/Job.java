package dev.cssc.common.job;

import java.time.Instant;
import java.util.UUID;

/**
 * A durable unit of work, as a handler sees it.
 *
 * @param id its identity
 * @param kind which handler takes it
 * @param run the run that it belongs to, by which it can be cancelled
 * @param subject what it is about, for people
 * @param payload JSON that the handler understands
 * @param attempt which try this is, from 1
 * @param lastAttempt true where no other try follows, whatever the failure
 * @param queued since when it is to be done, by this machine's clock
 */
public record Job(
        UUID id,
        String kind,
        String run,
        String subject,
        String payload,
        int attempt,
        boolean lastAttempt,
        Instant queued) {}
