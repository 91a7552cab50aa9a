package dev.cssc.trigger.registry;

import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.policy.StoredPolicy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which workflows use a registry: as their own, in an entry of their policy, or to publish patches there. */
@ApplicationScoped
class WorkflowsOfRegistry {
    // The text only narrows the choice: a policy may speak of a host without using it.
    private static final String CANDIDATES = """
            select name, registry, policy from workflow
            where lower(registry) = :host or position(:host in lower(policy)) > 0
            order by name
            """;

    private final PolicyReader policies = new PolicyReader();

    /** The names of the workflows that use the registry of that host, in order. */
    Uni<List<String>> using(Tx tx, String host) {
        return JsonRows.all(tx, CANDIDATES, Map.of("host", host.toLowerCase(Locale.ROOT)), StoredPolicy.class)
                .map(candidates -> candidates.stream()
                        .filter(candidate -> uses(candidate, host))
                        .map(StoredPolicy::name)
                        .toList());
    }

    private boolean uses(StoredPolicy candidate, String host) {
        return candidate.registry().filter(host::equalsIgnoreCase).isPresent()
                || switch (candidate.read(policies)) {
                    case PolicyReading.Accepted(var policy, var warnings) ->
                        policy.repositories().stream()
                                .anyMatch(entry -> entry.registry().equalsIgnoreCase(host)
                                        || entry.criteria()
                                                .target()
                                                .flatMap(PatchTarget::registry)
                                                .filter(host::equalsIgnoreCase)
                                                .isPresent());
                    // Stored by rules of another version: better asked once too often.
                    case PolicyReading.Refused refused -> true;
                };
    }
}
