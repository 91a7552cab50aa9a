package dev.cssc.trigger.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which workflows use a registry, as their own or in an entry of their policy. */
@ApplicationScoped
class WorkflowsOfRegistry {
    // The text only narrows the choice: a policy may speak of a host without using it.
    private static final String CANDIDATES = """
            select name, registry, policy from workflow
            where lower(registry) = :host or position(:host in lower(policy)) > 0
            order by name
            """;

    private static final JsonMapper MAPPER = new JsonMapper();

    private final PolicyReader policies = new PolicyReader();

    /** A workflow that may use it. */
    @RegisterForReflection
    record Candidate(String name, Optional<String> registry, String policy) {}

    /** The names of the workflows that use the registry of that host, in order. */
    Uni<List<String>> using(Tx tx, String host) {
        return JsonRows.all(tx, CANDIDATES, Map.of("host", host.toLowerCase(Locale.ROOT)), Candidate.class)
                .map(candidates -> candidates.stream()
                        .filter(candidate -> uses(candidate, host))
                        .map(Candidate::name)
                        .toList());
    }

    private boolean uses(Candidate candidate, String host) {
        return candidate.registry().filter(host::equalsIgnoreCase).isPresent()
                || switch (read(candidate)) {
                    case PolicyReading.Accepted(var policy, var warnings) ->
                        policy.repositories().stream()
                                .anyMatch(entry -> entry.registry().equalsIgnoreCase(host));
                    // Stored by rules of another version: better asked once too often.
                    case PolicyReading.Refused refused -> true;
                };
    }

    private PolicyReading read(Candidate candidate) {
        try {
            return policies.read(MAPPER.readTree(candidate.policy()), candidate.registry());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored policy of workflow " + candidate.name() + " is no JSON", e);
        }
    }
}
