package dev.cssc.common.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
class JobWorkerTest extends JobTestBase {
    @Inject
    LeaseKeeper leases;

    @Test
    void aJobIsDoneOnceAndItsEffectIsTrueWithIt() {
        handler.script(subject, job -> handler.note("done", job));
        enqueue(UUID.randomUUID());

        assertThat(worker.runDue()).isEqualTo(1);

        assertThat(handler.becameTrue(subject)).containsExactly("started", "done");
        assertThat(states()).containsExactly("DONE");
    }

    @Test
    void whatCannotBeWorkedOnNowStaysInTheQueueAndThatIsNoAttempt() {
        handler.script(subject, job -> handler.note("attempt" + job.attempt(), job));
        enqueue(UUID.randomUUID());
        handler.ready(false);
        try {
            assertThat(worker.runDue()).isZero();
            assertThat(states()).containsExactly("QUEUED");
        } finally {
            handler.ready(true);
        }

        assertThat(worker.runDue()).isEqualTo(1);

        assertThat(handler.becameTrue(subject)).containsExactly("started", "attempt1");
    }

    @Test
    void storingTheSameJobAgainChangesNothing() {
        handler.script(subject, job -> handler.note("done", job));
        UUID id = UUID.randomUUID();

        assertThat(enqueue(id)).isTrue();
        assertThat(enqueue(id)).isFalse();
        worker.runDue();
        assertThat(enqueue(id)).isFalse();

        assertThat(worker.runDue()).isZero();
    }

    @Test
    void aRetryableFailureIsTriedAgainAndTheLastOneIsFinal() {
        handler.script(subject, job -> {
            throw Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "no answer").toException();
        });
        enqueue(UUID.randomUUID());

        assertThat(worker.runDue()).isEqualTo(3);

        assertThat(handler.becameTrue(subject))
                .containsExactly("started", "started", "started", "gaveUp:REGISTRY_UNREACHABLE");
        assertThat(states()).containsExactly("FAILED");
    }

    @Test
    void aPermanentFailureStopsAtOnce() {
        handler.script(subject, job -> {
            throw Failure.of(ReasonCode.UNSUPPORTED_IMAGE, "scratch").toException();
        });
        enqueue(UUID.randomUUID());

        assertThat(worker.runDue()).isEqualTo(1);

        assertThat(handler.becameTrue(subject)).containsExactly("started", "gaveUp:UNSUPPORTED_IMAGE");
    }

    @Test
    void anUnforeseenErrorIsAFailureWithAReasonAndNotTheEndOfTheWorker() {
        handler.script(subject, job -> {
            throw new IllegalStateException("bug");
        });
        enqueue(UUID.randomUUID());

        worker.runDue();

        assertThat(handler.becameTrue(subject)).endsWith("gaveUp:INTERNAL");
    }

    @Test
    void anErrorOfTheMachineIsAFailureOfThatJobAlone() {
        handler.script(subject, job -> {
            throw new StackOverflowError("too deep");
        });
        enqueue(UUID.randomUUID());

        worker.runDue();

        assertThat(handler.becameTrue(subject)).endsWith("gaveUp:INTERNAL");
    }

    @Test
    void anEffectThatCannotBecomeTrueIsAFailureOfTheJob() {
        handler.script(
                subject,
                job -> tx -> Uni.createFrom()
                        .failure(Failure.of(ReasonCode.TOO_LARGE, "event too large")
                                .toException()));
        enqueue(UUID.randomUUID());

        worker.runDue();

        assertThat(handler.becameTrue(subject)).containsExactly("started", "gaveUp:TOO_LARGE");
    }

    @Test
    void aJobWhoseEndCanBeToldToNobodyEndsAllTheSame() {
        handler.script(subject, job -> {
            throw Failure.of(ReasonCode.EVENT_INVALID, "no order").toException();
        });
        handler.endsUnread(subject);
        enqueue(UUID.randomUUID());

        assertThat(worker.runDue()).isEqualTo(1);

        assertThat(states()).containsExactly("FAILED");
    }

    @Test
    void lateResultOfALostLeaseIsRefused() {
        handler.script(subject, job -> {
            // A zombie: while it works, its lease runs out and another worker claims the job.
            ageLeases();
            Claimed other = claim().orElseThrow();
            assertThat(other.job().attempt()).isEqualTo(2);
            assertThat(transactions.<Hold>await(tx -> jobs.complete(tx, other.lease())))
                    .isEqualTo(Hold.HELD);
            return handler.note("late", job);
        });
        enqueue(UUID.randomUUID());

        worker.runOne();

        assertThat(handler.becameTrue(subject)).containsExactly("started");
        assertThat(states()).containsExactly("DONE");
    }

    @Test
    void theJobOfADeadWorkerIsTakenOverAndAWorkerKillerIsGivenUp() {
        handler.script(subject, job -> handler.note("done", job));
        enqueue(UUID.randomUUID());
        for (int death = 1; death <= 3; death++) {
            assertThat(claim()).isPresent();
            assertThat(claim()).as("a valid lease keeps others out").isEmpty();
            ageLeases();
        }

        worker.runDue();

        assertThat(handler.becameTrue(subject)).containsExactly("gaveUp:INTERNAL");
    }

    @Test
    void givingBackIsNoAttempt() {
        enqueue(UUID.randomUUID());
        Claimed claimed = claim().orElseThrow();

        transactions.<Hold>await(tx -> jobs.release(tx, claimed.lease()));

        Claimed again = claim().orElseThrow();
        assertThat(again.job().attempt()).isEqualTo(claimed.job().attempt());
        assertThat(again.lease().fence()).isGreaterThan(claimed.lease().fence());
        assertThat(transactions.<Hold>await(tx -> jobs.complete(tx, claimed.lease())))
                .isEqualTo(Hold.LOST);
    }

    @Test
    void renewingProlongsTheLeaseAndDoesNotTouchTheFence() {
        enqueue(UUID.randomUUID());
        Claimed claimed = claim().orElseThrow();
        ageLeases();

        assertThat(transactions.<Hold>await(tx -> jobs.renew(tx, claimed.lease())))
                .isEqualTo(Hold.HELD);

        assertThat(claim()).isEmpty();
        assertThat(transactions.<Hold>await(tx -> jobs.complete(tx, claimed.lease())))
                .isEqualTo(Hold.HELD);
    }

    @Test
    void jobsOfACancelledRunEndCancelledWhetherStoredBeforeOrAfter() {
        handler.script(subject, job -> handler.note("done", job));
        enqueue(UUID.randomUUID());

        transactions.await(tx -> jobs.cancelRun(tx, run));
        enqueue(UUID.randomUUID());
        worker.runDue();

        assertThat(handler.becameTrue(subject)).containsExactly("cancelled", "cancelled");
        assertThat(states()).containsExactly("CANCELLED", "CANCELLED");
    }

    @Test
    void cancellingARunInterruptsItsRunningJob() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        handler.script(subject, job -> {
            working.countDown();
            try {
                new CountDownLatch(1).await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw Failure.of(ReasonCode.CANCELLED, "stopped half way").toException(e);
            }
            return handler.note("done", job);
        });
        enqueue(UUID.randomUUID());
        try (var threads = Executors.newSingleThreadExecutor()) {
            var outcome = threads.submit(() -> worker.runOne());
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();

            transactions.await(tx -> jobs.cancelRun(tx, run));
            leases.renewAll();

            assertThat(outcome.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(handler.becameTrue(subject)).containsExactly("started", "cancelled");
    }

    @Test
    void whatWasDoneStaysDoneThoughTheRunWasCancelledMeanwhile() {
        handler.script(subject, job -> {
            transactions.await(tx -> jobs.cancelRun(tx, run));
            leases.renewAll();
            // The interrupt came too late: the work is done, and may be visible outside.
            return handler.note("done", job);
        });
        enqueue(UUID.randomUUID());

        worker.runDue();

        assertThat(handler.becameTrue(subject)).containsExactly("started", "done");
        assertThat(states()).containsExactly("DONE");
    }

    @Test
    void theDelayBeforeTheNextAttemptIsNamedByTheFailureWithinLimits() {
        assertThat(worker.delay(Retry.after(Duration.ofSeconds(7)), 1)).isEqualTo(Duration.ofSeconds(7));
        assertThat(worker.delay(Retry.after(Duration.ofDays(7)), 1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(worker.delay(Retry.backoff(), 500)).isLessThanOrEqualTo(Duration.ofMinutes(10));
    }
}
