package dev.cssc.patch.staging;

import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.attempt.AttemptStore;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Optional;

/**
 * What is known of a question before anything is made for it, and what is learned of it (invariant 8: no churn): either nothing came of it
 * when it was asked before, or a published patch answers it.
 */
@ApplicationScoped
class Answers {
    private final AttemptStore attempts;
    private final Repetition repetition;
    private final PublishedPatchStore published;
    private final Transactions transactions;

    Answers(AttemptStore attempts, Repetition repetition, PublishedPatchStore published, Transactions transactions) {
        this.attempts = attempts;
        this.repetition = repetition;
        this.published = published;
        this.transactions = transactions;
    }

    /** Why nothing need be made for these findings; empty where that has to be found out. */
    Optional<Failure> known(VulnsFound found, Question question) {
        return transactions
                .await(tx -> attempts.recall(tx, question.identity()))
                .or(() -> repetition.of(found, question).map(patch -> refusal(found, patch)));
    }

    /** The published patch that this one would only repeat. */
    Optional<PublishedPatch> equal(StagedPatch patch) {
        return repetition.of(patch);
    }

    /** Why nothing is published where that patch is the answer. */
    Failure refusal(VulnsFound found, PublishedPatch answer) {
        return Repetition.refusal(found.source(), found.site(), answer);
    }

    /** The published patch is the answer to this as well: the next time nothing is made to find that out. */
    Effect answeredBy(PublishedPatch answer, Question question) {
        return tx -> published.answers(tx, answer.id(), question);
    }

    /** Nothing came of it by that engine, and the same is not tried again for now. */
    Effect inVain(VulnsFound found, Question question, String engine, Failure why) {
        return tx -> attempts.remember(
                tx,
                question.identity(),
                found.source().digest(),
                found.scanner().database(),
                engine,
                why);
    }
}
