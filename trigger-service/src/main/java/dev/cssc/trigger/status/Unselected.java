package dev.cssc.trigger.status;

import dev.cssc.common.selection.Plan;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;

/**
 * A name that a run left alone or did not find.
 *
 * @param registry host and optional port; absent in runs of earlier versions
 * @param repository path
 * @param tag as the registry or, where it is not there, the policy has it
 * @param why a sentence for the policy's author
 */
@RegisterForReflection
public record Unselected(Optional<String> registry, String repository, String tag, String why) {
    static Unselected of(Plan.Out out) {
        return new Unselected(
                Optional.of(out.repository().registry()),
                out.repository().path(),
                out.tag().value(),
                out.why());
    }

    static Unselected of(Plan.NotFound missing) {
        return new Unselected(Optional.of(missing.registry()), missing.repository(), missing.tag(), missing.why());
    }
}
