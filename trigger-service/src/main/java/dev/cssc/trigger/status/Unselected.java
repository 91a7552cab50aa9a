package dev.cssc.trigger.status;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A name that a run left alone or did not find.
 *
 * @param repository path within the workflow's registry
 * @param tag as the registry or, where it is not there, the policy has it
 * @param why a sentence for the policy's author
 */
@RegisterForReflection
public record Unselected(String repository, String tag, String why) {}
