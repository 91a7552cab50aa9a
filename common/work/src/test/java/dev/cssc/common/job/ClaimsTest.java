package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
class ClaimsTest extends JobTestBase {
    @Test
    void theBeginningIsTrueOnceTheJobIsTakenAndNotBefore() {
        handler.script(subject, job -> {
            assertThat(handler.becameTrue(subject)).containsExactly("started");
            return handler.note("done", job);
        });
        handler.begins(
                subject,
                tx -> tx.column("select state from job where subject = :subject", String.class)
                        .setParameter("subject", subject)
                        .getSingleResult()
                        .invoke(state -> assertThat(state).isEqualTo("RUNNING"))
                        .chain(() -> handler.note("started", subject).apply(tx)));
        enqueue(UUID.randomUUID());

        worker.runDue();

        assertThat(handler.becameTrue(subject)).containsExactly("started", "done");
    }

    @Test
    void aBeginningThatCannotBecomeTrueIsAFailureOfThatJobAlone() {
        handler.begins(
                subject,
                tx -> Uni.createFrom()
                        .failure(Failure.of(ReasonCode.TOO_LARGE, "event too large")
                                .toException()));
        enqueue(UUID.randomUUID());
        String behind = subject + "-behind";
        handler.script(behind, job -> handler.note("done", job));
        enqueue(new NewJob(UUID.randomUUID(), ScriptedHandler.KIND, run, behind, "{}", 0));

        assertThat(worker.runDue()).isEqualTo(2);

        assertThat(handler.becameTrue(subject)).containsExactly("gaveUp:TOO_LARGE");
        assertThat(handler.becameTrue(behind)).containsExactly("started", "done");
        assertThat(states()).containsExactly("FAILED", "DONE");
    }

    @Test
    void aBeginningThatTheDatabaseRefusesIsAFailureOfThatJobToo() {
        handler.begins(
                subject,
                tx -> tx.column("select 1 / 0", Integer.class).getSingleResult().replaceWithVoid());
        enqueue(UUID.randomUUID());
        String behind = subject + "-behind";
        handler.script(behind, job -> handler.note("done", job));
        enqueue(new NewJob(UUID.randomUUID(), ScriptedHandler.KIND, run, behind, "{}", 0));

        assertThat(worker.runDue()).as("three tries, and the one behind").isEqualTo(4);

        assertThat(handler.becameTrue(subject)).containsExactly("gaveUp:INTERNAL");
        assertThat(handler.becameTrue(behind)).containsExactly("started", "done");
    }
}
