package dev.cssc.common.job;

import dev.cssc.common.transaction.Transactions;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Stores, claims and looks at jobs in a real database, which has no other ones. */
abstract class JobTestBase {
    @Inject
    JobWorker worker;

    @Inject
    JobStore jobs;

    @Inject
    Transactions transactions;

    @Inject
    ScriptedHandler handler;

    final String subject = "subject-" + UUID.randomUUID();
    final String run = "run-" + UUID.randomUUID();

    @BeforeEach
    void nothingIsLeftOver() {
        transactions.await(tx -> tx.statement("delete from job").executeUpdate());
    }

    boolean enqueue(UUID id) {
        return enqueue(new NewJob(id, ScriptedHandler.KIND, run, subject, "{}", 0));
    }

    boolean enqueue(NewJob job) {
        return transactions.await(tx -> jobs.enqueue(tx, job));
    }

    NewJob job(String payload, int priority) {
        return new NewJob(UUID.randomUUID(), ScriptedHandler.KIND, run, subject, payload, priority);
    }

    Optional<Claimed> claim() {
        return transactions.await(tx -> jobs.claim(tx, Set.of(ScriptedHandler.KIND), "test"));
    }

    void ageLeases() {
        update("update job set lease_until = now() - interval '1 second' where state = 'RUNNING'");
    }

    void update(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    List<String> states() {
        return transactions.await(tx -> tx.column("select state from job order by created_at", String.class)
                .getResultList());
    }
}
