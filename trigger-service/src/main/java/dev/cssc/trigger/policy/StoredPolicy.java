package dev.cssc.trigger.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.Optional;

/**
 * A workflow's policy as it is stored; the row of a query for these columns.
 *
 * @param name of the workflow
 * @param registry of the workflow, for entries that name none
 * @param policy its text
 */
@RegisterForReflection
public record StoredPolicy(String name, Optional<String> registry, String policy) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** What it says. It may be refused, though it was accepted once: by rules of another version. */
    public PolicyReading read(PolicyReader policies) {
        try {
            return policies.read(MAPPER.readTree(policy), registry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored policy of workflow " + name + " is no JSON", e);
        }
    }
}
