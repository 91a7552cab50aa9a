package dev.cssc.trigger.run;

import dev.cssc.common.policy.KeptPatches;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.policy.StoredPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    private static final Logger LOG = Logger.getLogger(PatchesToKeep.class);

    private final PolicyReader policies = new PolicyReader();
    private final Transactions transactions;

    PatchesToKeep(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * As all workflows say now, and that policy. Reads their texts in a transaction and understands
     * them after it, on the calling thread. Where one cannot be read any more nobody knows what it says, and no number is said for
     * anything: the patch service's own counts.
     *
     * @param own of the run, which may be of another time than its workflow's
     */
    KeptPatches with(Policy own) {
        List<Policy> all = new ArrayList<>(List.of(own));
        for (StoredPolicy candidate :
                transactions.await(tx -> JsonRows.all(tx, CANDIDATES, Map.of(), StoredPolicy.class))) {
            switch (candidate.read(policies)) {
                case PolicyReading.Accepted accepted -> all.add(accepted.policy());
                case PolicyReading.Refused refused -> {
                    LOG.warnf(
                            "the policy of workflow %s cannot be read any more, so that no policy's number of patches to"
                                    + " keep counts until it is put again",
                            candidate.name());
                    return KeptPatches.of(List.of());
                }
            }
        }
        return KeptPatches.of(all);
    }
}
