package dev.cssc.common.job;

import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Effect;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that wait for another one to come further. */
@QuarkusTest
@WithTestResource(TestStack.class)
class WaitingJobsTest extends JobTestBase {
    private static final Duration LONG = Duration.ofHours(1);

    @Inject
    WaitingJobs waiting;

    private final String key = "key-" + subject;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicBoolean awaited = new AtomicBoolean(true);

    @Test
    void aJobThatWaitsIsTriedAgainWhenItIsWokenAndThatWasNoAttempt() {
        waitsAtFirst(LONG);

        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(worker.runDue()).isZero();
        awaited.set(false);
        assertThat(wake()).isEqualTo(1);
        assertThat(worker.runDue()).isEqualTo(1);

        assertThat(attempts.get()).isEqualTo(1);
        assertThat(states()).containsExactly("DONE");
    }

    @Test
    void allThatWaitForOneThingAreWokenAndNobodyElse() {
        waitsAtFirst(LONG);
        enqueue(UUID.randomUUID());
        enqueue(UUID.randomUUID());
        worker.runDue();

        assertThat(transactions.<Integer>await(tx -> waiting.wake(tx, "another")))
                .isZero();
        assertThat(wake()).isEqualTo(3);
        assertThat(wake()).isZero();
    }

    @Test
    void aJobIsTriedAgainAfterItsTimeThoughNobodyWokeIt() {
        waitsAtFirst(Duration.ZERO);
        worker.runOne();
        awaited.set(false);

        worker.runOne();

        assertThat(states()).containsExactly("DONE");
        assertThat(wake()).as("nothing waits any more").isZero();
    }

    @Test
    void whatIsOverWhenAJobLiesDownIsNotWaitedFor() {
        handler.script(subject, job -> {
            if (awaited.getAndSet(false)) {
                throw new AwaitedException(
                        "what is over", key, LONG, tx -> Uni.createFrom().item(false));
            }
            return Effect.none();
        });
        enqueue(UUID.randomUUID());

        worker.runDue();

        assertThat(states()).containsExactly("DONE");
    }

    @Test
    void whoeverIsWokenWhileHeLiesDownIsNotLeftWaiting() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        CountDownLatch lyingDown = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        handler.script(subject, job -> {
            if (!awaited.get()) {
                return Effect.none();
            }
            throw new AwaitedException("the other", key, LONG, tx -> {
                lyingDown.countDown();
                Context context = Vertx.currentContext();
                return Uni.createFrom()
                        .completionStage(CompletableFuture.supplyAsync(() -> await(go), threads))
                        .emitOn(command -> context.runOnContext(nothing -> command.run()));
            });
        });
        enqueue(UUID.randomUUID());
        CompletableFuture<Integer> liesDown = CompletableFuture.supplyAsync(worker::runDue, threads);
        assertThat(lyingDown.await(30, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Integer> woken = CompletableFuture.supplyAsync(
                () -> {
                    awaited.set(false);
                    go.countDown();
                    return wake();
                },
                threads);

        assertThat(woken.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        liesDown.get(30, TimeUnit.SECONDS);
        worker.runDue();
        assertThat(states()).containsExactly("DONE");
        threads.shutdownNow();
    }

    @Test
    void aCancelledRunDoesNotWait() {
        waitsAtFirst(LONG);
        worker.runDue();

        transactions.await(tx -> jobs.cancelRun(tx, run));
        worker.runDue();

        assertThat(states()).containsExactly("CANCELLED");
    }

    private void waitsAtFirst(Duration atMost) {
        handler.script(subject, job -> {
            attempts.set(job.attempt());
            if (awaited.get()) {
                throw new AwaitedException(
                        "the other", key, atMost, tx -> Uni.createFrom().item(true));
            }
            return Effect.none();
        });
        enqueue(UUID.randomUUID());
    }

    private int wake() {
        return transactions.<Integer>await(tx -> waiting.wake(tx, key));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
