package dev.cssc.common.cost;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What was spent on one group.
 *
 * @param name of the group: an image, a workflow, a month as {@code 2026-11} or a task; empty for what belongs to no image or workflow
 * @param micros microseconds in which workers had its jobs
 * @param attempts how many attempts that were
 */
@RegisterForReflection
public record Cost(String name, long micros, long attempts) {}
