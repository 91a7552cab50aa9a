package dev.cssc.trigger.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.policy.KeptPatches;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many patches of a source stay by the policies of all workflows. Only this service knows them all: where two want one source
 * patched, the other one's may find nothing to do for months, and the patch service would not hear of it.
 */
@ApplicationScoped
class PatchesToKeep {
    // The text only narrows the choice.
    private static final String CANDIDATES = """
            select name, registry, policy from workflow where position('"keep"' in policy) > 0 order by name
            """;

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final Logger LOG = Logger.getLogger(PatchesToKeep.class);

    private final PolicyReader policies = new PolicyReader();
    private final Transactions transactions;

    PatchesToKeep(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A workflow that may say a number. */
    @RegisterForReflection
    record Candidate(String name, Optional<String> registry, String policy) {}

    /**
     * As all workflows say now, and that policy. Reads their texts in a transaction and understands them after it, on the calling thread. Where one cannot
     * be read any more nobody knows what it says, and no number is said for anything: the patch service's own counts.
     *
     * @param own of the run, which may be of another time than its workflow's
     */
    KeptPatches with(Policy own) {
        List<Policy> all = new ArrayList<>(List.of(own));
        for (Candidate candidate : transactions.await(tx -> JsonRows.all(tx, CANDIDATES, Map.of(), Candidate.class))) {
            Optional<Policy> policy = policy(candidate);
            if (policy.isEmpty()) {
                LOG.warnf(
                        "the policy of workflow %s cannot be read any more, so that no policy's number of patches to keep"
                                + " counts until it is put again",
                        candidate.name());
                return KeptPatches.of(List.of());
            }
            all.add(policy.get());
        }
        return KeptPatches.of(all);
    }

    private Optional<Policy> policy(Candidate candidate) {
        try {
            return switch (policies.read(MAPPER.readTree(candidate.policy()), candidate.registry())) {
                case PolicyReading.Accepted accepted -> Optional.of(accepted.policy());
                // Stored by rules of another version.
                case PolicyReading.Refused refused -> Optional.empty();
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored policy is no JSON", e);
        }
    }
}
