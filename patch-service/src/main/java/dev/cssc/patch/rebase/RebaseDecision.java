package dev.cssc.patch.rebase;

/** Whether the image of a platform is put on a newer build of its base. */
public sealed interface RebaseDecision {
    /** It is. */
    record Planned(RebasePlan plan) implements RebaseDecision {}

    /** It is not, for that reason: it goes the usual way. */
    record Refused(RebaseRefusal refusal) implements RebaseDecision {}
}
