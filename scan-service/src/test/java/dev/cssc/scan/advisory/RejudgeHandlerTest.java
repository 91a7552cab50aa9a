package dev.cssc.scan.advisory;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.inventory.KnowledgeStore;
import dev.cssc.scan.service.AdvisoryEngine;
import dev.cssc.scan.service.ScanStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Replicas whose databases differ for a time. */
@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class RejudgeHandlerTest {

    @Inject
    AdvisoryEngine advisories;

    @Inject
    KnowledgeStore knowledges;

    @Inject
    RejudgeHandler handler;

    @Inject
    Transactions transactions;

    private final String id = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void replicaWithTheOlderDatabaseLeavesTheJobToOthers() {
        know("older");
        Job newer = job("newer");

        assertThatThrownBy(() -> handler.run(newer))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.DATABASE_UNAVAILABLE);
                    assertThat(e.failure().retryable()).isTrue();
                })
                .hasMessageContaining("this replica still has the database older-" + id);
    }

    @Test
    void jobOfAnOlderDatabaseIsSupersededByTheNewOnesSweep() {
        Job older = job("older");
        job("newer");
        know("newer");
        int before = advisories.matches();

        handler.run(older);

        assertThat(advisories.matches()).isEqualTo(before);
    }

    @Test
    void databaseThatIsInUseAgainSupersedesTheOneThatCameAfterIt() {
        Job older = job("older");
        Job newer = job("newer");
        know("older");
        long number = number("older");
        transactions.await(tx -> knowledges.useAgain(tx, number));

        assertThatCode(() -> handler.run(newer)).doesNotThrowAnyException();

        know("newer");
        assertThatThrownBy(() -> handler.run(older))
                .hasMessageContaining("this replica still has the database newer-" + id);
    }

    private void know(String database) {
        advisories.know(database + "-" + id, Map.of());
        number(database);
    }

    /** The database's number; the first that is asked for has the lower one. */
    private long number(String database) {
        return transactions.await(tx -> knowledges.number(tx, new Knowledge(scanner(database), "")));
    }

    private Scanner scanner(String database) {
        return new Scanner("advisory", "1", database + "-" + id);
    }

    private Job job(String database) {
        NewJob job = new RejudgeOrder(number(database), new SweepStore.Chunk(0, Long.MAX_VALUE)).job(scanner(database));
        return new Job(job.id(), job.kind(), job.run(), job.subject(), job.payload(), 1, false, Instant.now());
    }
}
