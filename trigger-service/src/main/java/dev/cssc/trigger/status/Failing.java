package dev.cssc.trigger.status;

import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;

/**
 * Why something did not come about, as REST tells it.
 *
 * @param reason stable code
 * @param detail what was being done, on what, why it failed
 * @param help what to do about it
 */
@RegisterForReflection
public record Failing(ReasonCode reason, String detail, String help) {
    /** The stored form, if there is one. */
    public static Optional<Failing> of(Optional<ReasonCode> reason, Optional<String> detail) {
        return reason.map(code -> new Failing(code, detail.orElse(""), code.help()));
    }
}
