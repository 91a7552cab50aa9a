package dev.cssc.common.policy;

import java.util.List;

/** What came of reading a policy document. */
public sealed interface PolicyReading {

    /**
     * It follows all rules.
     *
     * @param warnings what is allowed but looks like a slip, such as a key that is nearly one of ours; in the document's order
     */
    record Accepted(Policy policy, List<PolicyProblem> warnings) implements PolicyReading {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /** It breaks these rules. */
    record Refused(PolicyProblems problems) implements PolicyReading {}
}
