package dev.cssc.common.policy;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong with a document, in the document's order; never empty. */
public record PolicyProblems(List<PolicyProblem> all) {
    public PolicyProblems {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a document without problems has no list of them");
        }
        all = List.copyOf(all);
    }

    /** The same as a failure whose detail holds every problem that finds room in it. */
    public Failure toFailure() {
        return Failure.of(
                ReasonCode.POLICY_INVALID,
                "reading the policy: "
                        + all.stream().map(PolicyProblem::toString).collect(Collectors.joining("; ")));
    }
}
