package dev.cssc.trigger.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.policy.KeptPatches;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many patches of a source stay by the policies of all workflows. Only this service knows them all: where two want one source
 * patched, the other one's may find nothing to do for months, and the patch service would not hear of it.
 */
@ApplicationScoped
class PatchesToKeep {
    // The text only narrows the choice.
    private static final String CANDIDATES = """
            select registry, policy from workflow where position('"keep"' in policy) > 0 order by name
            """;

    private static final JsonMapper MAPPER = new JsonMapper();

    private final PolicyReader policies = new PolicyReader();

    /** A workflow that may say a number. */
    @RegisterForReflection
    record Candidate(Optional<String> registry, String policy) {}

    /**
     * As all workflows say now, and that policy.
     *
     * @param own of the run, which may be of another time than its workflow's
     */
    Uni<KeptPatches> with(Tx tx, Policy own) {
        return JsonRows.all(tx, CANDIDATES, Map.of(), Candidate.class).map(candidates -> {
            List<Policy> all =
                    new ArrayList<>(candidates.stream().flatMap(this::policy).toList());
            all.add(own);
            return KeptPatches.of(all);
        });
    }

    private Stream<Policy> policy(Candidate candidate) {
        try {
            return switch (policies.read(MAPPER.readTree(candidate.policy()), candidate.registry())) {
                case PolicyReading.Accepted accepted -> Stream.of(accepted.policy());
                // Stored by rules of another version: no run of it begins, and none is told what it says.
                case PolicyReading.Refused refused -> Stream.empty();
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored policy is no JSON", e);
        }
    }
}
