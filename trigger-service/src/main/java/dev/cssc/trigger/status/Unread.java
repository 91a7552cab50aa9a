package dev.cssc.trigger.status;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.selection.Plan;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;

/**
 * A repository, or a tag of it, that a run could not read. Nothing is known of it; the run goes on with the others.
 *
 * @param registry host and optional port
 * @param repository path
 * @param tag the tag; absent where the repository could not be listed
 * @param reason stable code
 * @param detail what was being done, on what, why it failed
 */
@RegisterForReflection
public record Unread(String registry, String repository, Optional<String> tag, ReasonCode reason, String detail) {
    static Unread of(Plan.Failed failed) {
        return new Unread(
                failed.registry(),
                failed.repository(),
                failed.tag(),
                failed.failure().reason(),
                failed.failure().detail());
    }
}
