package dev.cssc.common.policy;

/** What came of reading a policy document. */
public sealed interface PolicyReading {

    /** It follows all rules. */
    record Accepted(Policy policy) implements PolicyReading {}

    /** It breaks these rules. */
    record Refused(PolicyProblems problems) implements PolicyReading {}
}
